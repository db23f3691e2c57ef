-- Who somebody is at an OpenID Connect provider: its issuer and the subject there (OpenID Connect Core 1.0, 2). Nothing else of it.
alter table identity.account add column issuer text check (length(issuer) between 1 and 500);
alter table identity.account drop constraint account_subject_key;
alter table identity.account
  add constraint account_subject_whole check ((issuer is null) = (subject is null)),
  add constraint account_subject_key unique (issuer, subject);

-- The secret under a key that is not in the database. What an older version wrote plainly is sealed at the next start.
alter table identity.password add column totp_sealed bytea;
alter table identity.password alter column totp_secret drop not null;
alter table identity.password add constraint password_has_one_secret check ((totp_secret is null) <> (totp_sealed is null));

alter table identity.passkey add column name text check (length(name) between 1 and 60);

-- A link that works once: the first sign-in of an account, or a new second factor. Only its hash is here.
create table identity.invitation (
  account text primary key references identity.account (id) on delete cascade,
  token_hash bytea not null unique,
  purpose text not null check (purpose in ('access', 'factor')),
  expires_at timestamptz(3) not null
);
