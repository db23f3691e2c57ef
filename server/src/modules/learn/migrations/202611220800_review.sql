create schema learn;

-- That an incident was closed and is to be reviewed. The review itself is computed from the log each time.
create table learn.review (
  id uuid primary key,
  incident uuid not null unique,
  at timestamptz(3) not null
);
create index review_at on learn.review (at desc, id);
