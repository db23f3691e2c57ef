--! breaking
-- The code is now made before the report is sent and travels in the form: it tells whether a form came before.
alter table serve.request drop column form_ref;

-- Codes of reports that their reporter deleted, as keyed hashes and for two days: a form that a browser sends once more does not
-- bring a deleted report back.
create table serve.withdrawn_code (
  code_hash bytea primary key,
  deleted_at timestamptz(3) not null
);
create index withdrawn_code_deleted on serve.withdrawn_code (deleted_at);

-- Has somebody reported the same here already?
create index request_alike on serve.request (area, category, received_at desc) where closed_at is null;
