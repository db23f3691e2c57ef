create schema identity;

-- What kind of city this database holds, decided once: a demo with invented people, or a live one.
create table identity.city (
  only_row boolean primary key default true check (only_row),
  kind text not null unique check (kind in ('demo', 'live')),
  name_zh text not null check (length(name_zh) between 1 and 80),
  name_en text not null check (length(name_en) between 1 and 80),
  created_at timestamptz(3) not null
);

create function identity.keep_city() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.kind = new.kind then
    return new;
  end if;
  raise exception 'a city stays what it was made as: demo or live';
end $$;
create trigger keep_city before update or delete on identity.city for each row execute function identity.keep_city();
create trigger keep_cities before truncate on identity.city for each statement execute function identity.keep_city();

-- The kind of an account is a reference to the city's own: a demo account cannot exist in a live city, nor the other way round.
create table identity.account (
  id text primary key check (id ~ '^[a-z][a-z0-9-]{1,31}$'),
  record_ref uuid not null unique,
  kind text not null references identity.city (kind),
  name_zh text not null check (length(name_zh) between 1 and 80),
  name_en text not null check (length(name_en) between 1 and 80),
  role text not null,
  area text,
  -- Who this is at an identity provider (OpenID Connect: issuer and sub). Nothing writes it yet.
  subject text unique,
  created_at timestamptz(3) not null,
  ended_at timestamptz(3)
);

create table identity.password (
  account text primary key references identity.account (id) on delete cascade,
  hash text not null,
  totp_secret text not null,
  -- The last time step whose code was used: a code works once.
  totp_last_step bigint not null default 0
);

create table identity.recovery_code (
  account text not null references identity.account (id) on delete cascade,
  hash bytea not null,
  primary key (account, hash)
);

create table identity.passkey (
  id text primary key,
  account text not null references identity.account (id) on delete cascade,
  public_key bytea not null,
  counter bigint not null,
  created_at timestamptz(3) not null
);
create index passkey_account on identity.passkey (account);

-- The token itself is only in the browser. Times are of the machine's clock, also in a drill.
create table identity.session (
  id uuid primary key,
  token_hash bytea not null unique,
  account text not null references identity.account (id) on delete cascade,
  created_at timestamptz(3) not null,
  seen_at timestamptz(3) not null,
  expires_at timestamptz(3) not null
);
create index session_account on identity.session (account);
create index session_expiry on identity.session (expires_at);
