-- The envelope (EDXL-DE) that a message came in: another envelope may be about it.
alter table sense.outside_alert add column distribution_sender text;
alter table sense.outside_alert add column distribution text;
-- Whether its source may be passed on, and it may be: then it stands in our feed of others.
alter table sense.outside_alert add column is_public boolean not null default false;
create index outside_alert_distribution on sense.outside_alert (distribution) where distribution is not null;

-- The octets of a message as they came, and what their signature is worth. Goes with the alert.
create table sense.outside_original (
  alert_id uuid primary key references sense.outside_alert (id) on delete cascade,
  content bytea not null,
  -- SHA-256.
  hash bytea not null,
  signature text not null check (signature in ('signed-by', 'unsigned', 'unknown-signer', 'invalid')),
  signer text,
  -- Why it is worth nothing, by its code.
  reason text,
  -- Of the key that signed, SHA-256 in hex, when nobody here knows it.
  key_hash text,
  -- What was read around.
  problems jsonb not null
);

-- What could not be taken, with the report why. What is gone keeps its line, so that it does not come in again with the next answer.
create table sense.outside_quarantine (
  id uuid primary key,
  source text collate "C" not null,
  received_at timestamptz(3) not null,
  hash bytea not null,
  bytes integer not null,
  content bytea,
  reason text not null,
  verdict text not null check (verdict in ('accept', 'accept-with-defects', 'reject')),
  problems jsonb not null,
  sender text,
  identifier text,
  state text not null check (state in ('waiting', 'taken', 'discarded', 'dropped')),
  decided_at timestamptz(3),
  decided_role text,
  decided_reason text,
  check ((state = 'waiting') = (content is not null)),
  unique (source, hash)
);
create index outside_quarantine_received on sense.outside_quarantine (source, received_at desc, id);
