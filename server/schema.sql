create table log.body (
  header_id bigint not null,
  retention_class text not null,
  salt bytea not null,
  body text not null,
  expires_at timestamp with time zone
);

create table log.follower (
  name text not null,
  position bigint not null
);

create table log.head (
  only_row boolean not null default true,
  size bigint not null,
  frontier bytea not null
);

create table log.header (
  id bigint not null generated as identity,
  seq bigint,
  at timestamp(3) with time zone not null,
  module text not null,
  verb text not null,
  record_ref uuid not null,
  cause_ref uuid,
  edge text not null,
  actor_role_ref text not null,
  commitment bytea not null,
  leaf bytea
);

create table log.sealed_cause (
  header_id bigint not null,
  cause_ref uuid not null,
  day date not null
);

create table platform.migration (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null
);

create table respond.journal_note (
  id uuid not null,
  at timestamp(3) with time zone not null,
  role text not null,
  text text not null,
  cause_ref uuid
);

alter table log.body add constraint body_header_id_fkey FOREIGN KEY (header_id) REFERENCES log.header(id);
alter table log.body add constraint body_pkey PRIMARY KEY (header_id);
alter table log.follower add constraint follower_pkey PRIMARY KEY (name);
alter table log.head add constraint head_only_row_check CHECK (only_row);
alter table log.head add constraint head_pkey PRIMARY KEY (only_row);
alter table log.header add constraint header_check CHECK (((edge = 'open'::text) = (cause_ref IS NOT NULL)));
alter table log.header add constraint header_check1 CHECK (((seq IS NULL) = (leaf IS NULL)));
alter table log.header add constraint header_edge_check CHECK ((edge = ANY (ARRAY['none'::text, 'open'::text, 'sealed'::text])));
alter table log.header add constraint header_pkey PRIMARY KEY (id);
alter table log.header add constraint header_seq_key UNIQUE (seq);
alter table log.sealed_cause add constraint sealed_cause_header_id_fkey FOREIGN KEY (header_id) REFERENCES log.header(id);
alter table log.sealed_cause add constraint sealed_cause_pkey PRIMARY KEY (header_id);
alter table platform.migration add constraint migration_pkey PRIMARY KEY (name);
alter table respond.journal_note add constraint journal_note_pkey PRIMARY KEY (id);
alter table respond.journal_note add constraint journal_note_text_check CHECK (((length(text) >= 1) AND (length(text) <= 2000)));
CREATE INDEX body_expiry ON log.body USING btree (expires_at) WHERE (expires_at IS NOT NULL);
CREATE INDEX header_cause ON log.header USING btree (cause_ref, seq) WHERE (cause_ref IS NOT NULL);
CREATE INDEX header_record ON log.header USING btree (record_ref, seq);
CREATE INDEX header_unsequenced ON log.header USING btree (id) WHERE (seq IS NULL);
CREATE INDEX journal_note_at ON respond.journal_note USING btree (at DESC, id);
CREATE INDEX sealed_cause_ref ON log.sealed_cause USING btree (cause_ref);
CREATE TRIGGER keep_header BEFORE DELETE OR UPDATE ON log.header FOR EACH ROW EXECUTE FUNCTION log.keep_header();
CREATE TRIGGER keep_headers BEFORE TRUNCATE ON log.header FOR EACH STATEMENT EXECUTE FUNCTION log.keep_header();
