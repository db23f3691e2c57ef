-- How messages leave. Secrets are sealed with a key that lies in the data folder.
create table warn.channel (
  id integer generated always as identity primary key,
  kind text not null
    check (kind in ('web-push', 'email', 'sms-http', 'sms-smpp', 'webhook', 'mqtt', 'call', 'speaker', 'hand')),
  name jsonb not null,
  settings jsonb not null,
  sealed bytea,
  enabled boolean not null,
  -- Served areas and levels; empty is all.
  areas text[] not null,
  levels text[] not null,
  language text not null check (language in ('zh-CN', 'en')),
  -- At most so many a second; null is as fast as the receiver takes them.
  rate_per_s real check (rate_per_s > 0),
  created_at timestamptz(3) not null,
  -- Of the loop tests.
  passed_at timestamptz(3),
  failed_at timestamptz(3),
  failure text
);

-- What is to go out, written in the same transaction as the CAP message: from here on nothing can be forgotten.
create table warn.send_order (
  number bigint generated always as identity primary key,
  identifier text not null unique,
  -- Null for a test.
  warning uuid references warn.warning (id),
  -- The code of the warning that the event began with: receivers fold by it, and who asked for quiet about it is left alone.
  event text not null,
  purpose text not null check (purpose in ('warning', 'update', 'lifting', 'retraction', 'test')),
  -- What every channel says, by language; with the CAP message it is all that a plug-in gets.
  content jsonb not null,
  -- Of a test: what is no warning has no row in warn.message and is in no feed.
  test_xml text,
  hazard text not null,
  level text not null check (level in ('blue', 'yellow', 'orange', 'red')),
  urgency text not null,
  areas text[] not null,
  channels integer[] not null,
  -- It goes to whoever got these, by the same channels; empty: to whom it concerns.
  repeats bigint[] not null,
  -- Who came later gets the warning from the page, not by a message in the middle of another.
  subscriptions_before bigint not null,
  -- SHA-256 of what decides who gets it.
  digest text not null,
  at timestamptz(3) not null,
  expires timestamptz(3) not null,
  -- When something took its place, ended it, or took it back: what has not gone out then stays.
  ended_at timestamptz(3),
  -- How far the recipients are in the ledger: after which subscription, and since when all are.
  after bigint not null default 0,
  listed_at timestamptz(3),
  -- When nothing was left to do.
  done_at timestamptz(3),
  -- When page and feed showed it.
  shown_at timestamptz(3),
  -- Counts by channel, once the single deliveries are forgotten.
  figures jsonb
);
create index send_order_open on warn.send_order (number) where done_at is null;
create index send_order_test on warn.send_order (at) where purpose = 'test';
create index send_order_warning on warn.send_order (warning);

-- The ledger: one row for each recipient of each channel. A recipient is the number of a subscription or of a roster's row, the place
-- of an area in the order's list (from 1), or 1 for the one target of a channel.
create table warn.delivery (
  -- Neither is a foreign key: rows come from the order alone, a million at once, and two look-ups for each would halve their rate.
  send_order bigint not null,
  channel integer not null,
  recipient bigint not null,
  state text not null check (state in ('waiting', 'sent', 'retry', 'accepted', 'delivered', 'failed', 'stopped')),
  attempts smallint not null default 0,
  -- Whether the receiver takes the same key once, so that each got it exactly once; otherwise at least once.
  keeps_once boolean not null,
  -- The recipient's own; null is the channel's.
  language text check (language in ('zh-CN', 'en')),
  due_at timestamptz(3),
  sent_at timestamptz(3),
  accepted_at timestamptz(3),
  delivered_at timestamptz(3),
  reason text,
  receipt text,
  -- Of what was told by hand.
  note text,
  primary key (send_order, channel, recipient)
);
create index delivery_retry on warn.delivery (channel, due_at) where state = 'retry';
create index delivery_receipt on warn.delivery (channel, receipt) where receipt is not null;
