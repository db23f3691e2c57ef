-- A sign-language video on a server of the city, or a picture whose file lies outside the database. `keep_sent` freezes the column.
alter table warn.warning add column resources jsonb not null default '[]';
alter table warn.warning alter column resources drop default;
