create schema respond;

-- The duty journal (值班日志): what people on duty write down. Never changed; a correction is a new note.
create table respond.journal_note (
  id uuid primary key,
  at timestamptz(3) not null,
  role text not null,
  text text not null check (length(text) between 1 and 2000),
  cause_ref uuid
);
create index journal_note_at on respond.journal_note (at desc, id);
