-- The answers to requests that brought an Idempotency-Key, each stored in the transaction of what it stands for, so that the same
-- request sent again is answered the same and does nothing. A key is kept as a hash of its writer and itself. Answers are numbered for each writer,
-- because the oldest go when there are too many; a part is a request of a batch, 0 where there is only one.
create table sense.kept_answer (
  writer text not null,
  number bigint not null,
  key_hash bytea not null,
  part integer not null,
  request_hash bytea not null,
  answers text not null,
  kept_at timestamptz(3) not null,
  primary key (writer, number)
);
create index kept_answer_key on sense.kept_answer (key_hash);
