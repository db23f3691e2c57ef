create table identity.account (
  id text not null,
  record_ref uuid not null,
  kind text not null,
  name_zh text not null,
  name_en text not null,
  role text not null,
  area text,
  subject text,
  created_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  issuer text
);

create table identity.city (
  only_row boolean not null default true,
  kind text not null,
  name_zh text not null,
  name_en text not null,
  created_at timestamp(3) with time zone not null
);

create table identity.invitation (
  account text not null,
  token_hash bytea not null,
  purpose text not null,
  expires_at timestamp(3) with time zone not null
);

create table identity.passkey (
  id text not null,
  account text not null,
  public_key bytea not null,
  counter bigint not null,
  created_at timestamp(3) with time zone not null,
  name text
);

create table identity.password (
  account text not null,
  hash text not null,
  totp_secret text,
  totp_last_step bigint not null default 0,
  totp_sealed bytea
);

create table identity.recovery_code (
  account text not null,
  hash bytea not null
);

create table identity.session (
  id uuid not null,
  token_hash bytea not null,
  account text not null,
  created_at timestamp(3) with time zone not null,
  seen_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null
);

create table learn.review (
  id uuid not null,
  incident uuid not null,
  at timestamp(3) with time zone not null
);

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
  leaf bytea,
  retention_class text,
  cause_commitment bytea
);

create table log.sealed_cause (
  header_id bigint not null,
  cause_ref uuid not null,
  salt bytea
);

create table places.area (
  id text not null,
  kind text not null,
  parent text,
  name_zh text not null,
  name_en text not null,
  population integer not null,
  geom geometry(MultiPolygon,4326) not null
);

create table places.feature (
  id integer not null,
  layer text not null,
  kind text not null,
  name_zh text,
  name_en text,
  geom geometry(Geometry,4326) not null
);

create table places.site (
  id text not null,
  kind text not null,
  area text not null,
  name_zh text not null,
  name_en text not null,
  capacity integer,
  geom geometry(Point,4326) not null
);

create table places.terrain (
  id integer not null,
  west double precision not null,
  south double precision not null,
  east double precision not null,
  north double precision not null,
  column_count integer not null,
  row_count integer not null,
  heights bytea not null
);

create table platform.migration (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null
);

create table recover.outage (
  id uuid not null,
  number bigint not null generated as identity,
  lifeline text not null,
  area text not null,
  state text not null,
  started_at timestamp(3) with time zone not null,
  restored_at timestamp(3) with time zone,
  cause_ref uuid
);

create table recover.outage_check (
  outage uuid not null,
  number bigint not null generated as identity,
  at timestamp(3) with time zone not null,
  households bigint not null,
  role text not null
);

create table respond.incident (
  id uuid not null,
  number bigint not null generated as identity,
  hazard text not null,
  level text not null,
  plan jsonb not null,
  areas jsonb not null,
  opened_at timestamp(3) with time zone not null,
  ending_at timestamp(3) with time zone,
  closed_at timestamp(3) with time zone,
  cause_ref uuid not null
);

create table respond.incident_warning (
  incident uuid not null,
  warning uuid not null,
  in_force boolean not null,
  level text
);

create table respond.journal_note (
  id uuid not null,
  at timestamp(3) with time zone not null,
  role text not null,
  text text not null,
  cause_ref uuid
);

create table respond.task (
  id uuid not null,
  incident uuid not null,
  plan text not null,
  step text not null,
  title jsonb not null,
  role text not null,
  opened_at timestamp(3) with time zone not null,
  due_at timestamp(3) with time zone not null,
  state text not null,
  changed_at timestamp(3) with time zone not null,
  note text,
  round integer not null default 1
);

create table sense.datastream (
  id integer not null generated as identity,
  key text not null,
  thing_id integer not null,
  sensor_id integer not null,
  property_id integer,
  created_at timestamp(3) with time zone not null,
  is_multi boolean not null default false,
  name_zh text not null,
  name_en text not null,
  description_zh text not null default ''::text,
  description_en text not null default ''::text,
  observation_type text not null,
  unit jsonb not null,
  data_types text[],
  properties jsonb
);

create table sense.datastream_feature (
  datastream_id integer not null,
  feature_id integer not null
);

create table sense.device_credential (
  id uuid not null,
  name text not null,
  rights text[] not null,
  thing_id integer,
  secret_hash bytea not null,
  created_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  heard_at timestamp(3) with time zone
);

create table sense.device_import (
  id uuid not null,
  state text not null,
  crs text not null,
  created_at timestamp(3) with time zone not null,
  devices jsonb not null,
  same integer not null,
  bad integer not null,
  bad_rows jsonb not null
);

create table sense.feature_of_interest (
  id integer not null generated as identity,
  name_zh text not null,
  name_en text not null,
  description_zh text not null default ''::text,
  description_en text not null default ''::text,
  encoding_type text not null,
  feature jsonb not null,
  at geometry(Geometry,4326),
  properties jsonb,
  location_id integer
);

create table sense.historical_location (
  id integer not null generated as identity,
  thing_id integer not null,
  at timestamp(3) with time zone not null
);

create table sense.historical_location_location (
  historical_location_id integer not null,
  location_id integer not null
);

create table sense.imported_thing (
  import_id uuid not null,
  thing_id integer not null
);

create table sense.installed_sensor (
  thing_id integer not null,
  sensor_id integer not null,
  since timestamp(3) with time zone not null,
  until timestamp(3) with time zone
);

create table sense.kept_answer (
  writer text not null,
  number bigint not null,
  key_hash bytea not null,
  part integer not null,
  request_hash bytea not null,
  answers text not null,
  kept_at timestamp(3) with time zone not null
);

create table sense.known_event (
  id uuid not null,
  hazard text not null,
  area text not null,
  began_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone not null,
  level text,
  kept_at timestamp(3) with time zone not null,
  kept_role text not null
);

create table sense.layer (
  id text not null,
  name_zh text not null,
  name_en text not null,
  kind text not null,
  attribution text not null,
  licence text not null,
  unit text
);

create table sense.layer_frame (
  id uuid not null,
  layer_id text not null,
  valid_at timestamp(3) with time zone not null,
  received_at timestamp(3) with time zone not null,
  bounds jsonb,
  value_range jsonb,
  media_type text not null,
  content bytea not null,
  hash bytea not null
);

create table sense.location (
  id integer not null generated as identity,
  at geometry(Geometry,4326),
  name_zh text not null,
  name_en text not null,
  description_zh text not null default ''::text,
  description_en text not null default ''::text,
  encoding_type text not null,
  location jsonb not null,
  properties jsonb
);

create table sense.multi_datastream_property (
  datastream_id integer not null,
  rank integer not null,
  property_id integer not null
);

create table sense.observation (
  id bigint not null,
  datastream_id integer not null,
  phenomenon_at timestamp(3) with time zone not null,
  result_at timestamp(3) with time zone,
  result double precision,
  phenomenon_until timestamp(3) with time zone,
  feature_id integer,
  detail jsonb
);

create table sense.observation_tally (
  hour timestamp(0) with time zone not null,
  n bigint not null
);

create table sense.observed_property (
  id integer not null generated as identity,
  key text not null,
  name_zh text not null,
  name_en text not null,
  unit text,
  result text not null,
  subject text not null,
  definition text not null,
  description_zh text not null default ''::text,
  description_en text not null default ''::text,
  properties jsonb,
  categories text[],
  keep_days integer,
  raw_from timestamp(0) with time zone,
  possible_min double precision,
  possible_max double precision
);

create table sense.outside_alert (
  id uuid not null,
  source text not null,
  publisher_zh text not null,
  publisher_en text not null,
  kind text not null,
  chain uuid not null,
  state text not null,
  act text not null,
  sender text not null,
  identifier text not null,
  sent_at timestamp(3) with time zone not null,
  texts jsonb not null,
  severity text not null,
  urgency text not null,
  certainty text not null,
  onset_at timestamp(3) with time zone,
  expires_at timestamp(3) with time zone not null,
  magnitude double precision,
  depth_km double precision,
  shape jsonb,
  areas jsonb not null,
  geocodes jsonb not null,
  link text,
  received_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  distribution_sender text,
  distribution text,
  is_public boolean not null default false
);

create table sense.outside_original (
  alert_id uuid not null,
  content bytea not null,
  hash bytea not null,
  signature text not null,
  signer text,
  reason text,
  key_hash text,
  problems jsonb not null
);

create table sense.outside_quarantine (
  id uuid not null,
  source text not null,
  received_at timestamp(3) with time zone not null,
  hash bytea not null,
  bytes integer not null,
  content bytea,
  reason text not null,
  verdict text not null,
  problems jsonb not null,
  sender text,
  identifier text,
  state text not null,
  decided_at timestamp(3) with time zone,
  decided_role text,
  decided_reason text
);

create table sense.outside_reference (
  alert_id uuid not null,
  sender text not null,
  identifier text not null
);

create table sense.rollup_day (
  datastream_id integer not null,
  at timestamp(0) with time zone not null,
  n bigint not null,
  valued bigint not null,
  sum double precision,
  min double precision,
  max double precision,
  last double precision
);

create table sense.rollup_due (
  datastream_id integer not null,
  hour timestamp(0) with time zone not null
);

create table sense.rollup_hour (
  datastream_id integer not null,
  at timestamp(0) with time zone not null,
  n bigint not null,
  valued bigint not null,
  sum double precision,
  min double precision,
  max double precision,
  last double precision,
  by_minute boolean not null
);

create table sense.rollup_minute (
  datastream_id integer not null,
  at timestamp(0) with time zone not null,
  n bigint not null,
  valued bigint not null,
  sum double precision,
  min double precision,
  max double precision,
  last double precision
);

create table sense.rollup_state (
  is_only boolean not null default true,
  marked_until timestamp(0) with time zone not null,
  rolled_until timestamp(0) with time zone not null,
  raw_from timestamp(0) with time zone not null
);

create table sense.rule (
  id text not null,
  version integer not null,
  hazard text not null,
  is_on boolean not null,
  rule jsonb not null,
  changed_at timestamp(3) with time zone not null,
  changed_role text not null
);

create table sense.sensor (
  id integer not null generated as identity,
  key text not null,
  name text not null,
  description text not null,
  encoding_type text not null,
  metadata text not null,
  properties jsonb
);

create table sense.signal (
  id uuid not null,
  number integer not null generated as identity,
  rule text not null,
  rule_zh text not null,
  rule_en text not null,
  hazard text not null,
  level text not null,
  state text not null,
  area text not null,
  area_zh text not null,
  area_en text not null,
  value double precision,
  threshold double precision,
  unit text not null,
  began_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  raised_at timestamp(3) with time zone not null,
  acknowledged_at timestamp(3) with time zone,
  acknowledged_role text,
  cleared_at timestamp(3) with time zone,
  measurements jsonb not null,
  rule_version integer not null default 0,
  asked_at timestamp(3) with time zone not null,
  due_at timestamp(3) with time zone,
  escalated_role text,
  assigned_role text,
  assigned_account text,
  assigned_at timestamp(3) with time zone,
  shelved_until timestamp(3) with time zone,
  shelved_role text,
  shelve_reason text,
  cleared_role text,
  clear_reason text,
  outside_chain uuid
);

create table sense.signal_asked (
  signal_id uuid not null,
  at timestamp(3) with time zone not null
);

create table sense.signal_comment (
  id uuid not null,
  signal_id uuid not null,
  at timestamp(3) with time zone not null,
  role text not null,
  text text not null
);

create table sense.sound_mute (
  account text not null,
  id uuid not null,
  role text not null,
  reason text not null,
  muted_at timestamp(3) with time zone not null,
  until timestamp(3) with time zone not null
);

create table sense.thing (
  id integer not null generated as identity,
  key text not null,
  kind text not null,
  name_zh text not null,
  name_en text not null,
  area text,
  area_zh text,
  area_en text,
  created_at timestamp(3) with time zone not null,
  description_zh text not null default ''::text,
  description_en text not null default ''::text,
  properties jsonb,
  mobility text not null default 'fixed'::text,
  is_household boolean not null default false
);

create table sense.thing_location (
  thing_id integer not null,
  location_id integer not null
);

create table serve.contact (
  request uuid not null,
  contact text not null
);

create table serve.request (
  id uuid not null,
  code_hash bytea not null,
  category text not null,
  area text,
  place text not null,
  description text not null,
  photo uuid,
  state text not null,
  received_at timestamp(3) with time zone not null,
  due_at timestamp(3) with time zone not null,
  answer text,
  answered_at timestamp(3) with time zone,
  closed_at timestamp(3) with time zone
);

create table serve.withdrawn_code (
  code_hash bytea not null,
  deleted_at timestamp(3) with time zone not null
);

create table warn.call_out (
  warning uuid not null,
  submitted_at timestamp(3) with time zone not null,
  step smallint not null,
  account text not null,
  role text not null,
  due_at timestamp(3) with time zone not null,
  called_at timestamp(3) with time zone
);

create table warn.channel (
  id integer not null generated as identity,
  kind text not null,
  name jsonb not null,
  settings jsonb not null,
  sealed bytea,
  enabled boolean not null,
  areas text[] not null,
  levels text[] not null,
  language text not null,
  rate_per_s real,
  created_at timestamp(3) with time zone not null,
  passed_at timestamp(3) with time zone,
  failed_at timestamp(3) with time zone,
  failure text
);

create table warn.correction (
  id uuid not null,
  warning uuid not null,
  texts jsonb not null,
  proposed_at timestamp(3) with time zone not null,
  proposer_role text not null,
  proposer_account text,
  approved_at timestamp(3) with time zone,
  approver_role text,
  approver_account text,
  identifier text,
  dropped_at timestamp(3) with time zone,
  names_gone_at timestamp(3) with time zone
);

create table warn.delivery (
  send_order bigint not null,
  channel integer not null,
  recipient bigint not null,
  state text not null,
  attempts smallint not null default 0,
  keeps_once boolean not null,
  language text,
  due_at timestamp(3) with time zone,
  sent_at timestamp(3) with time zone,
  accepted_at timestamp(3) with time zone,
  delivered_at timestamp(3) with time zone,
  reason text,
  receipt text,
  note text
);

create table warn.ending (
  warning uuid not null,
  told_at timestamp(3) with time zone not null,
  answered_at timestamp(3) with time zone
);

create table warn.ground (
  warning uuid not null,
  geom geometry(MultiPolygon,4326) not null
);

create table warn.issuer_request (
  id uuid not null,
  warning uuid not null,
  issuer jsonb not null,
  asked_at timestamp(3) with time zone not null,
  role text not null,
  account text not null
);

create table warn.message (
  number bigint not null generated as identity,
  identifier text not null,
  warning uuid not null,
  msg_type text not null,
  sent_at timestamp(3) with time zone not null,
  sender text not null,
  xml text not null
);

create table warn.roster_call (
  id uuid not null,
  warning uuid not null,
  area text not null,
  post text not null,
  state text not null,
  asked_at timestamp(3) with time zone not null,
  place smallint not null,
  tries smallint not null,
  rung smallint not null,
  due_at timestamp(3) with time zone,
  tell_at timestamp(3) with time zone,
  answered_at timestamp(3) with time zone,
  answered_by text,
  note text
);

create table warn.roster_person (
  id uuid not null,
  area text not null,
  post text not null,
  from_level text not null,
  place smallint not null,
  language text not null,
  sealed bytea not null,
  changed_at timestamp(3) with time zone not null
);

create table warn.roster_ring (
  code_hash bytea not null,
  call uuid not null,
  receipts text[] not null,
  at timestamp(3) with time zone not null
);

create table warn.send_order (
  number bigint not null generated as identity,
  identifier text not null,
  warning uuid,
  event text not null,
  purpose text not null,
  content jsonb not null,
  test_xml text,
  hazard text not null,
  level text not null,
  urgency text not null,
  areas text[] not null,
  channels integer[] not null,
  repeats bigint[] not null,
  subscriptions_before bigint not null,
  digest text not null,
  at timestamp(3) with time zone not null,
  expires timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  after bigint not null default 0,
  listed_at timestamp(3) with time zone,
  done_at timestamp(3) with time zone,
  shown_at timestamp(3) with time zone,
  figures jsonb,
  reached integer,
  reached_digest text
);

create table warn.standing (
  id uuid not null,
  number bigint not null generated as identity,
  hazard text not null,
  level text not null,
  until timestamp(3) with time zone not null,
  proposed_at timestamp(3) with time zone not null,
  proposer_role text not null,
  proposer_account text,
  approved_at timestamp(3) with time zone,
  approver_role text,
  approver_account text,
  ended_at timestamp(3) with time zone,
  ended_by_role text,
  names_gone_at timestamp(3) with time zone
);

create table warn.subscription (
  number bigint not null generated as identity,
  area text not null,
  via text not null,
  language text not null,
  hazards text[],
  min_level smallint not null,
  quiet_from_min smallint,
  quiet_until_min smallint,
  address bytea not null,
  code_hash bytea not null,
  confirmed_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  touched_at timestamp(3) with time zone not null,
  quieted jsonb not null default '{}'::jsonb
);

create table warn.warning (
  id uuid not null,
  number bigint not null generated as identity,
  kind text not null,
  state text not null,
  hazard text not null,
  level text not null,
  areas jsonb not null,
  texts jsonb not null,
  onset timestamp(3) with time zone not null,
  expires timestamp(3) with time zone not null,
  because uuid,
  follows uuid,
  created_at timestamp(3) with time zone not null,
  author_role text not null,
  author_account text,
  approver_role text,
  approver_account text,
  sent_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  rejection text,
  identifier text,
  retraction jsonb,
  urgency text not null,
  certainty text not null,
  names_gone_at timestamp(3) with time zone,
  replaced_by uuid,
  reissues uuid,
  discarded text,
  shapes jsonb not null default '[]'::jsonb,
  written jsonb,
  mode text not null,
  original jsonb,
  submitted_at timestamp(3) with time zone,
  basis text not null,
  standing uuid,
  alone text,
  alone_reason text,
  resources jsonb not null
);

alter table identity.account add constraint account_id_check CHECK ((id ~ '^[a-z][a-z0-9-]{1,31}$'::text));
alter table identity.account add constraint account_issuer_check CHECK (((length(issuer) >= 1) AND (length(issuer) <= 500)));
alter table identity.account add constraint account_kind_fkey FOREIGN KEY (kind) REFERENCES identity.city(kind);
alter table identity.account add constraint account_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 80)));
alter table identity.account add constraint account_name_zh_check CHECK (((length(name_zh) >= 1) AND (length(name_zh) <= 80)));
alter table identity.account add constraint account_pkey PRIMARY KEY (id);
alter table identity.account add constraint account_record_ref_key UNIQUE (record_ref);
alter table identity.account add constraint account_subject_key UNIQUE (issuer, subject);
alter table identity.account add constraint account_subject_whole CHECK (((issuer IS NULL) = (subject IS NULL)));
alter table identity.city add constraint city_kind_check CHECK ((kind = ANY (ARRAY['demo'::text, 'live'::text])));
alter table identity.city add constraint city_kind_key UNIQUE (kind);
alter table identity.city add constraint city_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 80)));
alter table identity.city add constraint city_name_zh_check CHECK (((length(name_zh) >= 1) AND (length(name_zh) <= 80)));
alter table identity.city add constraint city_only_row_check CHECK (only_row);
alter table identity.city add constraint city_pkey PRIMARY KEY (only_row);
alter table identity.invitation add constraint invitation_account_fkey FOREIGN KEY (account) REFERENCES identity.account(id) ON DELETE CASCADE;
alter table identity.invitation add constraint invitation_pkey PRIMARY KEY (account);
alter table identity.invitation add constraint invitation_purpose_check CHECK ((purpose = ANY (ARRAY['access'::text, 'factor'::text])));
alter table identity.invitation add constraint invitation_token_hash_key UNIQUE (token_hash);
alter table identity.passkey add constraint passkey_account_fkey FOREIGN KEY (account) REFERENCES identity.account(id) ON DELETE CASCADE;
alter table identity.passkey add constraint passkey_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60)));
alter table identity.passkey add constraint passkey_pkey PRIMARY KEY (id);
alter table identity.password add constraint password_account_fkey FOREIGN KEY (account) REFERENCES identity.account(id) ON DELETE CASCADE;
alter table identity.password add constraint password_has_one_secret CHECK (((totp_secret IS NULL) <> (totp_sealed IS NULL)));
alter table identity.password add constraint password_pkey PRIMARY KEY (account);
alter table identity.recovery_code add constraint recovery_code_account_fkey FOREIGN KEY (account) REFERENCES identity.account(id) ON DELETE CASCADE;
alter table identity.recovery_code add constraint recovery_code_pkey PRIMARY KEY (account, hash);
alter table identity.session add constraint session_account_fkey FOREIGN KEY (account) REFERENCES identity.account(id) ON DELETE CASCADE;
alter table identity.session add constraint session_pkey PRIMARY KEY (id);
alter table identity.session add constraint session_token_hash_key UNIQUE (token_hash);
alter table learn.review add constraint review_incident_key UNIQUE (incident);
alter table learn.review add constraint review_pkey PRIMARY KEY (id);
alter table log.body add constraint body_header_id_fkey FOREIGN KEY (header_id) REFERENCES log.header(id);
alter table log.body add constraint body_pkey PRIMARY KEY (header_id);
alter table log.follower add constraint follower_pkey PRIMARY KEY (name);
alter table log.head add constraint head_only_row_check CHECK (only_row);
alter table log.head add constraint head_pkey PRIMARY KEY (only_row);
alter table log.header add constraint header_check CHECK (((edge = 'open'::text) = (cause_ref IS NOT NULL)));
alter table log.header add constraint header_check1 CHECK (((seq IS NULL) = (leaf IS NULL)));
alter table log.header add constraint header_edge_check CHECK ((edge = ANY (ARRAY['none'::text, 'open'::text, 'sealed'::text])));
alter table log.header add constraint header_pkey PRIMARY KEY (id);
alter table log.header add constraint header_retention_class_check CHECK ((retention_class = ANY (ARRAY['permanent'::text, 'public-warning'::text, 'staff-action'::text, 'inspection-record'::text, 'request-text'::text, 'request-contact'::text, 'subscription'::text, 'session'::text]))) NOT VALID;
alter table log.header add constraint header_seq_key UNIQUE (seq);
alter table log.sealed_cause add constraint sealed_cause_header_id_fkey FOREIGN KEY (header_id) REFERENCES log.header(id);
alter table log.sealed_cause add constraint sealed_cause_pkey PRIMARY KEY (header_id);
alter table places.area add constraint area_check CHECK (((kind = 'city'::text) = (parent IS NULL)));
alter table places.area add constraint area_id_check CHECK ((id ~ '^[a-z0-9-]+(/[a-z0-9-]+){0,3}$'::text));
alter table places.area add constraint area_kind_check CHECK ((kind = ANY (ARRAY['city'::text, 'district'::text, 'street'::text, 'cell'::text])));
alter table places.area add constraint area_parent_fkey FOREIGN KEY (parent) REFERENCES places.area(id) DEFERRABLE INITIALLY DEFERRED;
alter table places.area add constraint area_pkey PRIMARY KEY (id);
alter table places.area add constraint area_population_check CHECK ((population >= 0));
alter table places.feature add constraint feature_check CHECK (((name_zh IS NULL) = (name_en IS NULL)));
alter table places.feature add constraint feature_pkey PRIMARY KEY (id);
alter table places.site add constraint site_area_fkey FOREIGN KEY (area) REFERENCES places.area(id) DEFERRABLE INITIALLY DEFERRED;
alter table places.site add constraint site_capacity_check CHECK ((capacity >= 0));
alter table places.site add constraint site_id_check CHECK ((id ~ '^[a-z0-9-]+$'::text));
alter table places.site add constraint site_pkey PRIMARY KEY (id);
alter table places.terrain add constraint terrain_id_check CHECK ((id = 1));
alter table places.terrain add constraint terrain_pkey PRIMARY KEY (id);
alter table platform.migration add constraint migration_pkey PRIMARY KEY (name);
alter table recover.outage add constraint outage_check CHECK (((state = 'restored'::text) = (restored_at IS NOT NULL)));
alter table recover.outage add constraint outage_lifeline_check CHECK ((lifeline = ANY (ARRAY['power'::text, 'water'::text, 'gas'::text, 'heat'::text, 'telecom'::text, 'roads'::text])));
alter table recover.outage add constraint outage_number_key UNIQUE (number);
alter table recover.outage add constraint outage_pkey PRIMARY KEY (id);
alter table recover.outage add constraint outage_state_check CHECK ((state = ANY (ARRAY['out'::text, 'partly-restored'::text, 'to-be-confirmed'::text, 'restored'::text])));
alter table recover.outage_check add constraint outage_check_households_check CHECK ((households >= 0));
alter table recover.outage_check add constraint outage_check_outage_fkey FOREIGN KEY (outage) REFERENCES recover.outage(id);
alter table recover.outage_check add constraint outage_check_pkey PRIMARY KEY (outage, number);
alter table respond.incident add constraint incident_level_check CHECK ((level = ANY (ARRAY['I'::text, 'II'::text, 'III'::text, 'IV'::text])));
alter table respond.incident add constraint incident_number_key UNIQUE (number);
alter table respond.incident add constraint incident_pkey PRIMARY KEY (id);
alter table respond.incident_warning add constraint incident_warning_incident_fkey FOREIGN KEY (incident) REFERENCES respond.incident(id);
alter table respond.incident_warning add constraint incident_warning_level_check CHECK ((level = ANY (ARRAY['blue'::text, 'yellow'::text, 'orange'::text, 'red'::text])));
alter table respond.incident_warning add constraint incident_warning_pkey PRIMARY KEY (incident, warning);
alter table respond.journal_note add constraint journal_note_pkey PRIMARY KEY (id);
alter table respond.journal_note add constraint journal_note_text_check CHECK (((length(text) >= 1) AND (length(text) <= 2000)));
alter table respond.task add constraint task_incident_fkey FOREIGN KEY (incident) REFERENCES respond.incident(id);
alter table respond.task add constraint task_incident_plan_step_round_key UNIQUE (incident, plan, step, round);
alter table respond.task add constraint task_note_check CHECK ((length(note) <= 500));
alter table respond.task add constraint task_pkey PRIMARY KEY (id);
alter table respond.task add constraint task_round_check CHECK ((round >= 1));
alter table respond.task add constraint task_state_check CHECK ((state = ANY (ARRAY['to-do'::text, 'doing'::text, 'done'::text, 'refused'::text])));
alter table sense.datastream add constraint datastream_key_key UNIQUE (key);
alter table sense.datastream add constraint datastream_multi_check CHECK (((is_multi = (property_id IS NULL)) AND (is_multi = (data_types IS NOT NULL))));
alter table sense.datastream add constraint datastream_pkey PRIMARY KEY (id);
alter table sense.datastream add constraint datastream_property_id_fkey FOREIGN KEY (property_id) REFERENCES sense.observed_property(id);
alter table sense.datastream add constraint datastream_sensor_id_fkey FOREIGN KEY (sensor_id) REFERENCES sense.sensor(id);
alter table sense.datastream add constraint datastream_thing_id_fkey FOREIGN KEY (thing_id) REFERENCES sense.thing(id);
alter table sense.datastream_feature add constraint datastream_feature_datastream_id_fkey FOREIGN KEY (datastream_id) REFERENCES sense.datastream(id) ON DELETE CASCADE;
alter table sense.datastream_feature add constraint datastream_feature_feature_id_fkey FOREIGN KEY (feature_id) REFERENCES sense.feature_of_interest(id) ON DELETE CASCADE;
alter table sense.datastream_feature add constraint datastream_feature_pkey PRIMARY KEY (datastream_id, feature_id);
alter table sense.device_credential add constraint bound_makes_no_entities CHECK (((thing_id IS NULL) OR (NOT ('configure'::text = ANY (rights)))));
alter table sense.device_credential add constraint device_credential_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9._-]{1,63}$'::text));
alter table sense.device_credential add constraint device_credential_name_key UNIQUE (name);
alter table sense.device_credential add constraint device_credential_pkey PRIMARY KEY (id);
alter table sense.device_credential add constraint device_credential_rights_check CHECK (((rights <@ ARRAY['read'::text, 'write'::text, 'configure'::text]) AND (cardinality(rights) > 0)));
alter table sense.device_credential add constraint device_credential_thing_id_fkey FOREIGN KEY (thing_id) REFERENCES sense.thing(id) ON DELETE CASCADE;
alter table sense.device_import add constraint device_import_pkey PRIMARY KEY (id);
alter table sense.device_import add constraint device_import_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'stored'::text, 'undone'::text])));
alter table sense.feature_of_interest add constraint feature_of_interest_location_id_fkey FOREIGN KEY (location_id) REFERENCES sense.location(id) ON DELETE SET NULL;
alter table sense.feature_of_interest add constraint feature_of_interest_location_id_key UNIQUE (location_id);
alter table sense.feature_of_interest add constraint feature_of_interest_pkey PRIMARY KEY (id);
alter table sense.historical_location add constraint historical_location_pkey PRIMARY KEY (id);
alter table sense.historical_location add constraint historical_location_thing_id_fkey FOREIGN KEY (thing_id) REFERENCES sense.thing(id) ON DELETE CASCADE;
alter table sense.historical_location_location add constraint historical_location_location_historical_location_id_fkey FOREIGN KEY (historical_location_id) REFERENCES sense.historical_location(id) ON DELETE CASCADE;
alter table sense.historical_location_location add constraint historical_location_location_location_id_fkey FOREIGN KEY (location_id) REFERENCES sense.location(id) ON DELETE CASCADE;
alter table sense.historical_location_location add constraint historical_location_location_pkey PRIMARY KEY (historical_location_id, location_id);
alter table sense.imported_thing add constraint imported_thing_import_id_fkey FOREIGN KEY (import_id) REFERENCES sense.device_import(id) ON DELETE CASCADE;
alter table sense.imported_thing add constraint imported_thing_pkey PRIMARY KEY (import_id, thing_id);
alter table sense.imported_thing add constraint imported_thing_thing_id_fkey FOREIGN KEY (thing_id) REFERENCES sense.thing(id) ON DELETE CASCADE;
alter table sense.installed_sensor add constraint installed_sensor_check CHECK ((until >= since));
alter table sense.installed_sensor add constraint installed_sensor_pkey PRIMARY KEY (thing_id, sensor_id, since);
alter table sense.installed_sensor add constraint installed_sensor_sensor_id_fkey FOREIGN KEY (sensor_id) REFERENCES sense.sensor(id) ON DELETE CASCADE;
alter table sense.installed_sensor add constraint installed_sensor_thing_id_fkey FOREIGN KEY (thing_id) REFERENCES sense.thing(id) ON DELETE CASCADE;
alter table sense.kept_answer add constraint kept_answer_pkey PRIMARY KEY (writer, number);
alter table sense.known_event add constraint known_event_check CHECK ((ended_at > began_at));
alter table sense.known_event add constraint known_event_hazard_area_began_at_ended_at_key UNIQUE (hazard, area, began_at, ended_at);
alter table sense.known_event add constraint known_event_level_check CHECK ((level = ANY (ARRAY['blue'::text, 'yellow'::text, 'orange'::text, 'red'::text])));
alter table sense.known_event add constraint known_event_pkey PRIMARY KEY (id);
alter table sense.layer add constraint layer_kind_check CHECK ((kind = ANY (ARRAY['image'::text, 'geojson'::text])));
alter table sense.layer add constraint layer_pkey PRIMARY KEY (id);
alter table sense.layer_frame add constraint layer_frame_layer_id_fkey FOREIGN KEY (layer_id) REFERENCES sense.layer(id) ON DELETE CASCADE;
alter table sense.layer_frame add constraint layer_frame_layer_id_valid_at_key UNIQUE (layer_id, valid_at);
alter table sense.layer_frame add constraint layer_frame_media_type_check CHECK ((media_type = ANY (ARRAY['image/png'::text, 'application/geo+json'::text])));
alter table sense.layer_frame add constraint layer_frame_pkey PRIMARY KEY (id);
alter table sense.location add constraint location_pkey PRIMARY KEY (id);
alter table sense.multi_datastream_property add constraint multi_datastream_property_datastream_id_fkey FOREIGN KEY (datastream_id) REFERENCES sense.datastream(id) ON DELETE CASCADE;
alter table sense.multi_datastream_property add constraint multi_datastream_property_pkey PRIMARY KEY (datastream_id, rank);
alter table sense.multi_datastream_property add constraint multi_datastream_property_property_id_fkey FOREIGN KEY (property_id) REFERENCES sense.observed_property(id);
alter table sense.observed_property add constraint observed_property_categories_check CHECK (((result = 'category'::text) = (categories IS NOT NULL)));
alter table sense.observed_property add constraint observed_property_keep_days_check CHECK (((keep_days >= 2) AND (keep_days <= 3660)));
alter table sense.observed_property add constraint observed_property_key_key UNIQUE (key);
alter table sense.observed_property add constraint observed_property_pkey PRIMARY KEY (id);
alter table sense.observed_property add constraint observed_property_possible_check CHECK ((((possible_min IS NULL) = (possible_max IS NULL)) AND (possible_min < possible_max)));
alter table sense.observed_property add constraint observed_property_result_check CHECK ((result = ANY (ARRAY['number'::text, 'integer'::text, 'boolean'::text, 'category'::text])));
alter table sense.observed_property add constraint observed_property_subject_check CHECK ((subject = ANY (ARRAY['place'::text, 'thing'::text])));
alter table sense.outside_alert add constraint outside_alert_act_check CHECK ((act = ANY (ARRAY['tell'::text, 'end'::text])));
alter table sense.outside_alert add constraint outside_alert_check CHECK (((state = 'in-force'::text) = (ended_at IS NULL)));
alter table sense.outside_alert add constraint outside_alert_kind_check CHECK ((kind = ANY (ARRAY['alert'::text, 'earthquake'::text])));
alter table sense.outside_alert add constraint outside_alert_pkey PRIMARY KEY (id);
alter table sense.outside_alert add constraint outside_alert_severity_check CHECK ((severity = ANY (ARRAY['Extreme'::text, 'Severe'::text, 'Moderate'::text, 'Minor'::text, 'Unknown'::text])));
alter table sense.outside_alert add constraint outside_alert_source_sender_identifier_sent_at_key UNIQUE (source, sender, identifier, sent_at);
alter table sense.outside_alert add constraint outside_alert_state_check CHECK ((state = ANY (ARRAY['in-force'::text, 'replaced'::text, 'cancelled'::text, 'expired'::text])));
alter table sense.outside_original add constraint outside_original_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES sense.outside_alert(id) ON DELETE CASCADE;
alter table sense.outside_original add constraint outside_original_pkey PRIMARY KEY (alert_id);
alter table sense.outside_original add constraint outside_original_signature_check CHECK ((signature = ANY (ARRAY['signed-by'::text, 'unsigned'::text, 'unknown-signer'::text, 'invalid'::text])));
alter table sense.outside_quarantine add constraint outside_quarantine_check CHECK (((state = 'waiting'::text) = (content IS NOT NULL)));
alter table sense.outside_quarantine add constraint outside_quarantine_pkey PRIMARY KEY (id);
alter table sense.outside_quarantine add constraint outside_quarantine_source_hash_key UNIQUE (source, hash);
alter table sense.outside_quarantine add constraint outside_quarantine_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'taken'::text, 'discarded'::text, 'dropped'::text])));
alter table sense.outside_quarantine add constraint outside_quarantine_verdict_check CHECK ((verdict = ANY (ARRAY['accept'::text, 'accept-with-defects'::text, 'reject'::text])));
alter table sense.outside_reference add constraint outside_reference_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES sense.outside_alert(id) ON DELETE CASCADE;
alter table sense.outside_reference add constraint outside_reference_pkey PRIMARY KEY (alert_id, sender, identifier);
alter table sense.rollup_day add constraint rollup_day_pkey PRIMARY KEY (datastream_id, at);
alter table sense.rollup_due add constraint rollup_due_pkey PRIMARY KEY (datastream_id, hour);
alter table sense.rollup_hour add constraint rollup_hour_pkey PRIMARY KEY (datastream_id, at);
alter table sense.rollup_minute add constraint rollup_minute_pkey PRIMARY KEY (datastream_id, at);
alter table sense.rollup_state add constraint rollup_state_check CHECK ((rolled_until <= marked_until));
alter table sense.rollup_state add constraint rollup_state_is_only_check CHECK (is_only);
alter table sense.rollup_state add constraint rollup_state_pkey PRIMARY KEY (is_only);
alter table sense.rule add constraint rule_pkey PRIMARY KEY (id, version);
alter table sense.rule add constraint rule_version_check CHECK ((version > 0));
alter table sense.sensor add constraint sensor_key_key UNIQUE (key);
alter table sense.sensor add constraint sensor_pkey PRIMARY KEY (id);
alter table sense.signal add constraint assigned_has_a_role CHECK (((assigned_account IS NULL) OR ((assigned_role IS NOT NULL) AND (assigned_at IS NOT NULL))));
alter table sense.signal add constraint cleared_has_a_cause CHECK (((cleared_at IS NULL) OR (ended_at IS NOT NULL) OR (cleared_role IS NOT NULL)));
alter table sense.signal add constraint ended_is_cleared CHECK (((ended_at IS NULL) OR (cleared_at IS NOT NULL)));
alter table sense.signal add constraint shelf_is_whole CHECK ((((shelved_until IS NULL) = (shelved_role IS NULL)) AND ((shelved_until IS NULL) = (shelve_reason IS NULL))));
alter table sense.signal add constraint signal_check CHECK (((state = 'cleared'::text) = (cleared_at IS NOT NULL)));
alter table sense.signal add constraint signal_clear_reason_check CHECK ((clear_reason = ANY (ARRAY['false-alarm'::text, 'handled'::text, 'faulty-device'::text, 'test'::text])));
alter table sense.signal add constraint signal_level_check CHECK ((level = ANY (ARRAY['blue'::text, 'yellow'::text, 'orange'::text, 'red'::text])));
alter table sense.signal add constraint signal_number_key UNIQUE (number);
alter table sense.signal add constraint signal_pkey PRIMARY KEY (id);
alter table sense.signal add constraint signal_shelve_reason_check CHECK ((shelve_reason = ANY (ARRAY['faulty-device'::text, 'works-on-site'::text, 'known-cause'::text, 'being-handled'::text])));
alter table sense.signal add constraint signal_state_check CHECK ((state = ANY (ARRAY['open'::text, 'acknowledged'::text, 'cleared'::text])));
alter table sense.signal_asked add constraint signal_asked_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES sense.signal(id);
alter table sense.signal_comment add constraint signal_comment_pkey PRIMARY KEY (id);
alter table sense.signal_comment add constraint signal_comment_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES sense.signal(id);
alter table sense.signal_comment add constraint signal_comment_text_check CHECK (((char_length(text) >= 1) AND (char_length(text) <= 500)));
alter table sense.sound_mute add constraint at_most_ten_minutes CHECK (((until > muted_at) AND (until <= (muted_at + '00:10:00'::interval))));
alter table sense.sound_mute add constraint sound_mute_id_key UNIQUE (id);
alter table sense.sound_mute add constraint sound_mute_pkey PRIMARY KEY (account);
alter table sense.sound_mute add constraint sound_mute_reason_check CHECK ((reason = ANY (ARRAY['on-the-phone'::text, 'in-a-briefing'::text, 'cause-known'::text])));
alter table sense.thing add constraint thing_key_key UNIQUE (key);
alter table sense.thing add constraint thing_mobility_check CHECK ((mobility = ANY (ARRAY['fixed'::text, 'unit'::text, 'buoy'::text])));
alter table sense.thing add constraint thing_pkey PRIMARY KEY (id);
alter table sense.thing_location add constraint thing_location_location_id_fkey FOREIGN KEY (location_id) REFERENCES sense.location(id) ON DELETE CASCADE;
alter table sense.thing_location add constraint thing_location_pkey PRIMARY KEY (thing_id, location_id);
alter table sense.thing_location add constraint thing_location_thing_id_fkey FOREIGN KEY (thing_id) REFERENCES sense.thing(id) ON DELETE CASCADE;
alter table serve.contact add constraint contact_contact_check CHECK ((length(contact) <= 100));
alter table serve.contact add constraint contact_pkey PRIMARY KEY (request);
alter table serve.contact add constraint contact_request_fkey FOREIGN KEY (request) REFERENCES serve.request(id) ON DELETE CASCADE;
alter table serve.request add constraint request_answer_check CHECK ((length(answer) <= 1000));
alter table serve.request add constraint request_check CHECK (((state = ANY (ARRAY['solved'::text, 'closed'::text])) = (closed_at IS NOT NULL)));
alter table serve.request add constraint request_code_hash_key UNIQUE (code_hash);
alter table serve.request add constraint request_description_check CHECK ((length(description) <= 2000));
alter table serve.request add constraint request_photo_key UNIQUE (photo);
alter table serve.request add constraint request_pkey PRIMARY KEY (id);
alter table serve.request add constraint request_place_check CHECK ((length(place) <= 200));
alter table serve.request add constraint request_state_check CHECK ((state = ANY (ARRAY['received'::text, 'accepted'::text, 'solved'::text, 'closed'::text])));
alter table serve.withdrawn_code add constraint withdrawn_code_pkey PRIMARY KEY (code_hash);
alter table warn.call_out add constraint call_out_pkey PRIMARY KEY (warning, submitted_at, step);
alter table warn.call_out add constraint call_out_step_check CHECK (((step >= 1) AND (step <= 3)));
alter table warn.call_out add constraint call_out_warning_fkey FOREIGN KEY (warning) REFERENCES warn.warning(id) ON DELETE CASCADE;
alter table warn.call_out add constraint call_out_warning_submitted_at_account_key UNIQUE (warning, submitted_at, account);
alter table warn.channel add constraint channel_kind_check CHECK ((kind = ANY (ARRAY['web-push'::text, 'email'::text, 'sms-http'::text, 'sms-smpp'::text, 'webhook'::text, 'mqtt'::text, 'call'::text, 'speaker'::text, 'hand'::text])));
alter table warn.channel add constraint channel_language_check CHECK ((language = ANY (ARRAY['zh-CN'::text, 'en'::text])));
alter table warn.channel add constraint channel_pkey PRIMARY KEY (id);
alter table warn.channel add constraint channel_rate_per_s_check CHECK ((rate_per_s > (0)::double precision));
alter table warn.correction add constraint another_account_corrects CHECK ((approver_account <> proposer_account));
alter table warn.correction add constraint correction_identifier_key UNIQUE (identifier);
alter table warn.correction add constraint correction_is_whole CHECK ((((approved_at IS NULL) = (identifier IS NULL)) AND ((approved_at IS NULL) = (approver_role IS NULL)) AND ((approved_at IS NULL) OR (dropped_at IS NULL)) AND ((names_gone_at IS NOT NULL) OR ((proposer_account IS NOT NULL) AND ((approved_at IS NULL) = (approver_account IS NULL))))));
alter table warn.correction add constraint correction_pkey PRIMARY KEY (id);
alter table warn.correction add constraint correction_warning_fkey FOREIGN KEY (warning) REFERENCES warn.warning(id);
alter table warn.delivery add constraint delivery_language_check CHECK ((language = ANY (ARRAY['zh-CN'::text, 'en'::text])));
alter table warn.delivery add constraint delivery_pkey PRIMARY KEY (send_order, channel, recipient);
alter table warn.delivery add constraint delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'retry'::text, 'accepted'::text, 'delivered'::text, 'failed'::text, 'stopped'::text])));
alter table warn.ending add constraint ending_pkey PRIMARY KEY (warning);
alter table warn.ending add constraint ending_warning_fkey FOREIGN KEY (warning) REFERENCES warn.warning(id);
alter table warn.ground add constraint ground_pkey PRIMARY KEY (warning);
alter table warn.ground add constraint ground_warning_fkey FOREIGN KEY (warning) REFERENCES warn.warning(id) ON DELETE CASCADE;
alter table warn.issuer_request add constraint issuer_request_pkey PRIMARY KEY (id);
alter table warn.issuer_request add constraint issuer_request_warning_fkey FOREIGN KEY (warning) REFERENCES warn.warning(id) ON DELETE CASCADE;
alter table warn.message add constraint message_identifier_key UNIQUE (identifier);
alter table warn.message add constraint message_msg_type_check CHECK ((msg_type = ANY (ARRAY['Alert'::text, 'Update'::text, 'Cancel'::text])));
alter table warn.message add constraint message_pkey PRIMARY KEY (number);
alter table warn.message add constraint message_warning_fkey FOREIGN KEY (warning) REFERENCES warn.warning(id);
alter table warn.roster_call add constraint roster_call_answered_by_check CHECK ((answered_by = ANY (ARRAY['link'::text, 'key'::text, 'hand'::text])));
alter table warn.roster_call add constraint roster_call_check CHECK (((state = 'answered'::text) = (answered_at IS NOT NULL)));
alter table warn.roster_call add constraint roster_call_pkey PRIMARY KEY (id);
alter table warn.roster_call add constraint roster_call_state_check CHECK ((state = ANY (ARRAY['open'::text, 'answered'::text, 'ended'::text])));
alter table warn.roster_call add constraint roster_call_warning_area_post_key UNIQUE (warning, area, post);
alter table warn.roster_call add constraint roster_call_warning_fkey FOREIGN KEY (warning) REFERENCES warn.warning(id);
alter table warn.roster_person add constraint roster_person_area_post_place_key UNIQUE (area, post, place);
alter table warn.roster_person add constraint roster_person_from_level_check CHECK ((from_level = ANY (ARRAY['blue'::text, 'yellow'::text, 'orange'::text, 'red'::text])));
alter table warn.roster_person add constraint roster_person_language_check CHECK ((language = ANY (ARRAY['zh-CN'::text, 'en'::text])));
alter table warn.roster_person add constraint roster_person_pkey PRIMARY KEY (id);
alter table warn.roster_person add constraint roster_person_place_check CHECK (((place >= 1) AND (place <= 20)));
alter table warn.roster_ring add constraint roster_ring_call_fkey FOREIGN KEY (call) REFERENCES warn.roster_call(id) ON DELETE CASCADE;
alter table warn.roster_ring add constraint roster_ring_pkey PRIMARY KEY (code_hash);
alter table warn.send_order add constraint reached_is_whole CHECK (((reached IS NULL) = (reached_digest IS NULL)));
alter table warn.send_order add constraint send_order_identifier_key UNIQUE (identifier);
alter table warn.send_order add constraint send_order_level_check CHECK ((level = ANY (ARRAY['blue'::text, 'yellow'::text, 'orange'::text, 'red'::text])));
alter table warn.send_order add constraint send_order_pkey PRIMARY KEY (number);
alter table warn.send_order add constraint send_order_purpose_check CHECK ((purpose = ANY (ARRAY['warning'::text, 'update'::text, 'lifting'::text, 'retraction'::text, 'test'::text])));
alter table warn.send_order add constraint send_order_reached_check CHECK ((reached >= 0));
alter table warn.send_order add constraint send_order_warning_fkey FOREIGN KEY (warning) REFERENCES warn.warning(id);
alter table warn.standing add constraint allowed_is_whole CHECK ((((approved_at IS NULL) = (approver_role IS NULL)) AND ((names_gone_at IS NOT NULL) OR ((proposer_account IS NOT NULL) AND ((approved_at IS NULL) = (approver_account IS NULL))))));
alter table warn.standing add constraint another_account_allows CHECK ((approver_account <> proposer_account));
alter table warn.standing add constraint ends_later CHECK ((until > proposed_at));
alter table warn.standing add constraint standing_level_check CHECK ((level = ANY (ARRAY['blue'::text, 'yellow'::text, 'orange'::text, 'red'::text])));
alter table warn.standing add constraint standing_number_key UNIQUE (number);
alter table warn.standing add constraint standing_pkey PRIMARY KEY (id);
alter table warn.subscription add constraint quiet_is_whole CHECK (((quiet_from_min IS NULL) = (quiet_until_min IS NULL)));
alter table warn.subscription add constraint subscription_code_hash_key UNIQUE (code_hash);
alter table warn.subscription add constraint subscription_language_check CHECK ((language = ANY (ARRAY['zh-CN'::text, 'en'::text])));
alter table warn.subscription add constraint subscription_min_level_check CHECK (((min_level >= 1) AND (min_level <= 4)));
alter table warn.subscription add constraint subscription_pkey PRIMARY KEY (number);
alter table warn.subscription add constraint subscription_quiet_from_min_check CHECK (((quiet_from_min >= 0) AND (quiet_from_min <= 1439)));
alter table warn.subscription add constraint subscription_quiet_until_min_check CHECK (((quiet_until_min >= 0) AND (quiet_until_min <= 1439)));
alter table warn.subscription add constraint subscription_via_check CHECK ((via = ANY (ARRAY['web-push'::text, 'email'::text])));
alter table warn.warning add constraint alone_has_a_reason CHECK ((((basis = 'alone'::text) = (alone IS NOT NULL)) AND ((alone IS NOT NULL) OR (alone_reason IS NULL)) AND ((alone IS NULL) OR (alone_reason IS NOT NULL) OR (names_gone_at IS NOT NULL)) AND ((alone IS NULL) OR (approver_role IS NULL))));
alter table warn.warning add constraint another_account_approves CHECK ((approver_account <> author_account));
alter table warn.warning add constraint asked_is_never_sent CHECK (((mode <> 'ask'::text) OR (state = ANY (ARRAY['draft'::text, 'discarded'::text]))));
alter table warn.warning add constraint discarded_has_a_reason CHECK (((discarded IS NOT NULL) = (state = 'discarded'::text)));
alter table warn.warning add constraint discarded_was_never_sent CHECK (((discarded IS NULL) OR (identifier IS NULL)));
alter table warn.warning add constraint ended_has_a_time CHECK (((ended_at IS NOT NULL) = (state = ANY (ARRAY['discarded'::text, 'updated'::text, 'lifted'::text, 'expired'::text, 'sent-in-error'::text]))));
alter table warn.warning add constraint lifting_follows CHECK (((kind = 'warning'::text) OR (follows IS NOT NULL)));
alter table warn.warning add constraint names_go_after_three_years CHECK (((names_gone_at IS NULL) OR ((names_gone_at >= (ended_at + '1095 days'::interval)) AND (ended_at IS NOT NULL) AND (author_account IS NULL) AND (approver_account IS NULL) AND (rejection IS NULL) AND (alone_reason IS NULL))));
alter table warn.warning add constraint people_are_named CHECK (((names_gone_at IS NOT NULL) OR ((author_account IS NOT NULL) AND ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'discarded'::text])) OR (approver_account IS NOT NULL) OR (basis = 'alone'::text)))));
alter table warn.warning add constraint relay_names_the_original CHECK (((mode <> 'relay'::text) OR (state = ANY (ARRAY['draft'::text, 'discarded'::text])) OR (original IS NOT NULL)));
alter table warn.warning add constraint replaced_is_updated CHECK (((replaced_by IS NULL) OR (state = 'updated'::text)));
alter table warn.warning add constraint sent_is_whole CHECK (((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'discarded'::text])) OR (((approver_role IS NOT NULL) OR (basis = 'alone'::text)) AND (sent_at IS NOT NULL) AND (identifier IS NOT NULL) AND (retraction IS NOT NULL))));
alter table warn.warning add constraint standing_is_named CHECK (((basis = 'standing'::text) = (standing IS NOT NULL)));
alter table warn.warning add constraint submitted_has_a_time CHECK (((state <> 'submitted'::text) OR (submitted_at IS NOT NULL)));
alter table warn.warning add constraint warning_alone_check CHECK ((alone = ANY (ARRAY['nobody-on-duty'::text, 'nobody-answered'::text, 'no-connection'::text])));
alter table warn.warning add constraint warning_basis_check CHECK ((basis = ANY (ARRAY['approved'::text, 'standing'::text, 'alone'::text])));
alter table warn.warning add constraint warning_certainty_check CHECK ((certainty = ANY (ARRAY['Observed'::text, 'Likely'::text, 'Possible'::text])));
alter table warn.warning add constraint warning_discarded_check CHECK ((discarded = ANY (ARRAY['author'::text, 'updated'::text, 'expired'::text, 'retracted'::text])));
alter table warn.warning add constraint warning_follows_fkey FOREIGN KEY (follows) REFERENCES warn.warning(id);
alter table warn.warning add constraint warning_identifier_key UNIQUE (identifier);
alter table warn.warning add constraint warning_kind_check CHECK ((kind = ANY (ARRAY['warning'::text, 'lifting'::text])));
alter table warn.warning add constraint warning_level_check CHECK ((level = ANY (ARRAY['blue'::text, 'yellow'::text, 'orange'::text, 'red'::text])));
alter table warn.warning add constraint warning_mode_check CHECK ((mode = ANY (ARRAY['issue'::text, 'relay'::text, 'ask'::text])));
alter table warn.warning add constraint warning_number_key UNIQUE (number);
alter table warn.warning add constraint warning_pkey PRIMARY KEY (id);
alter table warn.warning add constraint warning_reissues_fkey FOREIGN KEY (reissues) REFERENCES warn.warning(id);
alter table warn.warning add constraint warning_replaced_by_fkey FOREIGN KEY (replaced_by) REFERENCES warn.warning(id);
alter table warn.warning add constraint warning_standing_fkey FOREIGN KEY (standing) REFERENCES warn.standing(id);
alter table warn.warning add constraint warning_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'discarded'::text, 'approved'::text, 'sent'::text, 'updated'::text, 'lifted'::text, 'expired'::text, 'sent-in-error'::text])));
alter table warn.warning add constraint warning_urgency_check CHECK ((urgency = ANY (ARRAY['Immediate'::text, 'Expected'::text, 'Future'::text])));
CREATE INDEX area_geom ON places.area USING gist (geom);
CREATE INDEX area_parent ON places.area USING btree (parent);
CREATE INDEX body_expiry ON log.body USING btree (expires_at) WHERE (expires_at IS NOT NULL);
CREATE INDEX call_out_due ON warn.call_out USING btree (due_at) WHERE (called_at IS NULL);
CREATE INDEX correction_of ON warn.correction USING btree (warning, approved_at);
CREATE INDEX datastream_feature_feature ON sense.datastream_feature USING btree (feature_id);
CREATE INDEX datastream_property ON sense.datastream USING btree (property_id);
CREATE INDEX datastream_sensor ON sense.datastream USING btree (sensor_id);
CREATE INDEX datastream_thing ON sense.datastream USING btree (thing_id);
CREATE INDEX delivery_receipt ON warn.delivery USING btree (channel, receipt) WHERE (receipt IS NOT NULL);
CREATE INDEX delivery_retry ON warn.delivery USING btree (channel, due_at) WHERE (state = 'retry'::text);
CREATE INDEX device_credential_thing ON sense.device_credential USING btree (thing_id) WHERE (thing_id IS NOT NULL);
CREATE INDEX device_import_created ON sense.device_import USING btree (created_at DESC);
CREATE INDEX feature_of_interest_at ON sense.feature_of_interest USING gist (at);
CREATE INDEX ground_geom ON warn.ground USING gist (geom);
CREATE INDEX header_cause ON log.header USING btree (cause_ref, seq) WHERE (cause_ref IS NOT NULL);
CREATE INDEX header_record ON log.header USING btree (record_ref, seq);
CREATE INDEX header_unsequenced ON log.header USING btree (id) WHERE (seq IS NULL);
CREATE INDEX historical_location_location_location ON sense.historical_location_location USING btree (location_id);
CREATE INDEX historical_location_thing ON sense.historical_location USING btree (thing_id, at);
CREATE INDEX imported_thing_thing ON sense.imported_thing USING btree (thing_id);
CREATE INDEX incident_open ON respond.incident USING btree (hazard) WHERE (closed_at IS NULL);
CREATE INDEX incident_opened ON respond.incident USING btree (opened_at DESC, id);
CREATE INDEX incident_warning_of ON respond.incident_warning USING btree (warning);
CREATE INDEX installed_sensor_sensor ON sense.installed_sensor USING btree (sensor_id);
CREATE INDEX issuer_request_warning ON warn.issuer_request USING btree (warning, asked_at);
CREATE INDEX journal_note_at ON respond.journal_note USING btree (at DESC, id);
CREATE INDEX kept_answer_key ON sense.kept_answer USING btree (key_hash);
CREATE INDEX layer_frame_received ON sense.layer_frame USING btree (received_at);
CREATE INDEX location_at ON sense.location USING gist (at);
CREATE INDEX message_warning ON warn.message USING btree (warning);
CREATE INDEX multi_datastream_property_property ON sense.multi_datastream_property USING btree (property_id);
CREATE INDEX observation_id ON ONLY sense.observation USING btree (id);
CREATE INDEX observation_interval ON ONLY sense.observation USING btree (datastream_id, phenomenon_until) WHERE (phenomenon_until IS NOT NULL);
CREATE INDEX observation_series ON ONLY sense.observation USING btree (datastream_id, phenomenon_at);
CREATE INDEX observation_tally_hour ON sense.observation_tally USING btree (hour);
CREATE INDEX observation_time ON ONLY sense.observation USING brin (phenomenon_at) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX outage_started ON recover.outage USING btree (started_at DESC, id);
CREATE INDEX outside_alert_chain ON sense.outside_alert USING btree (chain);
CREATE INDEX outside_alert_distribution ON sense.outside_alert USING btree (distribution) WHERE (distribution IS NOT NULL);
CREATE INDEX outside_alert_in_force ON sense.outside_alert USING btree (expires_at) WHERE (state = 'in-force'::text);
CREATE INDEX outside_alert_received ON sense.outside_alert USING btree (received_at DESC);
CREATE INDEX outside_quarantine_received ON sense.outside_quarantine USING btree (source, received_at DESC, id);
CREATE INDEX outside_reference_to ON sense.outside_reference USING btree (sender, identifier);
CREATE INDEX passkey_account ON identity.passkey USING btree (account);
CREATE INDEX request_alike ON serve.request USING btree (area, category, received_at DESC) WHERE (closed_at IS NULL);
CREATE INDEX request_open ON serve.request USING btree (due_at) WHERE (closed_at IS NULL);
CREATE INDEX request_received ON serve.request USING btree (received_at DESC, id);
CREATE INDEX review_at ON learn.review USING btree (at DESC, id);
CREATE INDEX roster_call_due ON warn.roster_call USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX roster_call_tell ON warn.roster_call USING btree (tell_at) WHERE (tell_at IS NOT NULL);
CREATE INDEX roster_ring_call ON warn.roster_ring USING btree (call);
CREATE INDEX sealed_cause_ref ON log.sealed_cause USING btree (cause_ref);
CREATE INDEX send_order_open ON warn.send_order USING btree (number) WHERE (done_at IS NULL);
CREATE INDEX send_order_test ON warn.send_order USING btree (at) WHERE (purpose = 'test'::text);
CREATE INDEX send_order_warning ON warn.send_order USING btree (warning);
CREATE INDEX session_account ON identity.session USING btree (account);
CREATE INDEX session_expiry ON identity.session USING btree (expires_at);
CREATE INDEX signal_asked_at ON sense.signal_asked USING btree (at);
CREATE INDEX signal_asked_signal ON sense.signal_asked USING btree (signal_id);
CREATE INDEX signal_assigned ON sense.signal USING btree (assigned_at) WHERE (assigned_at IS NOT NULL);
CREATE INDEX signal_comment_at ON sense.signal_comment USING btree (at);
CREATE INDEX signal_comment_signal ON sense.signal_comment USING btree (signal_id, at);
CREATE INDEX signal_due ON sense.signal USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX signal_open ON sense.signal USING btree (asked_at) WHERE (cleared_at IS NULL);
CREATE INDEX signal_outside ON sense.signal USING btree (outside_chain) WHERE (outside_chain IS NOT NULL);
CREATE INDEX signal_raised ON sense.signal USING btree (raised_at DESC);
CREATE INDEX signal_shelved ON sense.signal USING btree (shelved_until) WHERE (shelved_until IS NOT NULL);
CREATE INDEX site_area ON places.site USING btree (area text_pattern_ops, kind);
CREATE INDEX subscription_area ON warn.subscription USING btree (area, number);
CREATE INDEX subscription_touched ON warn.subscription USING btree (touched_at);
CREATE INDEX thing_area ON sense.thing USING btree (area);
CREATE INDEX thing_location_location ON sense.thing_location USING btree (location_id);
CREATE INDEX warning_alone ON warn.warning USING btree (sent_at) WHERE (alone IS NOT NULL);
CREATE INDEX warning_ended ON warn.warning USING btree (ended_at DESC) WHERE (ended_at IS NOT NULL);
CREATE INDEX warning_names ON warn.warning USING btree (ended_at) WHERE (names_gone_at IS NULL);
CREATE INDEX warning_replaced_by ON warn.warning USING btree (replaced_by) WHERE (replaced_by IS NOT NULL);
CREATE INDEX warning_state ON warn.warning USING btree (state, number DESC);
CREATE INDEX withdrawn_code_deleted ON serve.withdrawn_code USING btree (deleted_at);
CREATE UNIQUE INDEX correction_waits ON warn.correction USING btree (warning) WHERE ((approved_at IS NULL) AND (dropped_at IS NULL));
CREATE UNIQUE INDEX installed_sensor_now ON sense.installed_sensor USING btree (thing_id) WHERE (until IS NULL);
CREATE UNIQUE INDEX signal_one_open ON sense.signal USING btree (rule, area) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX standing_one ON warn.standing USING btree (hazard, level) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX warning_lifting ON warn.warning USING btree (follows) WHERE ((kind = 'lifting'::text) AND (state = ANY (ARRAY['draft'::text, 'submitted'::text])));
CREATE TRIGGER keep_cities BEFORE TRUNCATE ON identity.city FOR EACH STATEMENT EXECUTE FUNCTION identity.keep_city();
CREATE TRIGGER keep_city BEFORE DELETE OR UPDATE ON identity.city FOR EACH ROW EXECUTE FUNCTION identity.keep_city();
CREATE TRIGGER keep_ground BEFORE INSERT OR DELETE OR UPDATE ON warn.ground FOR EACH ROW EXECUTE FUNCTION warn.keep_ground();
CREATE TRIGGER keep_header BEFORE DELETE OR UPDATE ON log.header FOR EACH ROW EXECUTE FUNCTION log.keep_header();
CREATE TRIGGER keep_headers BEFORE TRUNCATE ON log.header FOR EACH STATEMENT EXECUTE FUNCTION log.keep_header();
CREATE TRIGGER keep_message BEFORE DELETE OR UPDATE ON warn.message FOR EACH ROW EXECUTE FUNCTION warn.keep_message();
CREATE TRIGGER keep_messages BEFORE TRUNCATE ON warn.message FOR EACH STATEMENT EXECUTE FUNCTION warn.keep_message();
CREATE TRIGGER keep_sent BEFORE DELETE OR UPDATE ON warn.warning FOR EACH ROW EXECUTE FUNCTION warn.keep_sent();
