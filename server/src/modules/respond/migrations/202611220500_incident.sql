-- What the city does about a warning: one incident, its response level, and the tasks of its plans.
create table respond.incident (
  id uuid primary key,
  number bigint generated always as identity unique,
  hazard text not null,
  level text not null check (level in ('I', 'II', 'III', 'IV')),
  plan jsonb not null,
  areas jsonb not null,
  opened_at timestamptz(3) not null,
  -- Since when nothing is in force any more; the last task that is finished then closes the incident.
  ending_at timestamptz(3),
  closed_at timestamptz(3),
  cause_ref uuid not null
);
create index incident_open on respond.incident (hazard) where closed_at is null;
create index incident_opened on respond.incident (opened_at desc, id);

create table respond.incident_warning (
  incident uuid not null references respond.incident (id),
  warning uuid not null,
  in_force boolean not null,
  primary key (incident, warning)
);
create index incident_warning_of on respond.incident_warning (warning);

create table respond.task (
  id uuid primary key,
  incident uuid not null references respond.incident (id),
  -- The plan and the task of the pack it comes from: a plan that opens again adds nothing twice.
  plan text not null,
  step text not null,
  title jsonb not null,
  role text not null,
  opened_at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  state text not null check (state in ('to-do', 'doing', 'done', 'refused')),
  changed_at timestamptz(3) not null,
  note text check (length(note) <= 500),
  unique (incident, plan, step)
);
