-- Who is responsible for an area, and is called when a warning of a level goes out for it. Of one post in one area the people stand in
-- the order in which they are asked.
create table warn.roster_person (
  id uuid primary key,
  area text not null,
  post text not null,
  from_level text not null check (from_level in ('blue', 'yellow', 'orange', 'red')),
  place smallint not null check (place between 1 and 20),
  language text not null check (language in ('zh-CN', 'en')),
  -- Name, telephone, e-mail, with a key that lies in the data folder.
  sealed bytea not null,
  changed_at timestamptz(3) not null,
  unique (area, post, place)
);

-- A post that is called about a warning, until somebody who has it answers.
create table warn.roster_call (
  id uuid primary key,
  warning uuid not null references warn.warning (id),
  area text not null,
  post text not null,
  state text not null check (state in ('open', 'answered', 'ended')),
  asked_at timestamptz(3) not null,
  -- The people with this post are asked in turn: who is next, how often they were asked in their turn, and when again.
  place smallint not null,
  tries smallint not null,
  rung smallint not null,
  due_at timestamptz(3),
  -- That the warning was lifted, or sent in error, is still to be told to whoever was asked.
  tell_at timestamptz(3),
  answered_at timestamptz(3),
  answered_by text check (answered_by in ('link', 'key', 'hand')),
  note text,
  unique (warning, area, post),
  check ((state = 'answered') = (answered_at is not null))
);
create index roster_call_due on warn.roster_call (due_at) where due_at is not null;
create index roster_call_tell on warn.roster_call (tell_at) where tell_at is not null;

-- One ringing of one person. The code stands in their link and nowhere here.
create table warn.roster_ring (
  code_hash bytea primary key,
  call uuid not null references warn.roster_call (id) on delete cascade,
  -- Names under which voice gateways tell later that a key was pressed: channel and receipt.
  receipts text[] not null,
  at timestamptz(3) not null
);
create index roster_ring_call on warn.roster_ring (call);
