create schema serve;

-- What a resident reports: a thing or a place, never a person. Known to its reporter by a code of which only a keyed hash is here.
create table serve.request (
  id uuid primary key,
  -- The form it came from: sent twice, it is stored once.
  form_ref uuid not null unique,
  code_hash bytea not null unique,
  category text not null,
  area text,
  place text not null check (length(place) <= 200),
  description text not null check (length(description) <= 2000),
  photo uuid unique,
  state text not null check (state in ('received', 'accepted', 'solved', 'closed')),
  received_at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  answer text check (length(answer) <= 1000),
  answered_at timestamptz(3),
  closed_at timestamptz(3),
  check ((state in ('solved', 'closed')) = (closed_at is not null))
);
create index request_open on serve.request (due_at) where closed_at is null;
create index request_received on serve.request (received_at desc, id);

-- How to answer a resident. In a table of its own, so that it goes 30 days after closing and nothing reads it by accident.
create table serve.contact (
  request uuid primary key references serve.request (id) on delete cascade,
  contact text not null check (length(contact) <= 100)
);
