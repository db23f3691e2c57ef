-- One incident for one event: the level of each warning decides how high the response stands, and a step of a plan that is done
-- comes again, as another round, for areas that the event reached later. Rows from before do not know their level.
alter table respond.incident_warning add column level text check (level in ('blue', 'yellow', 'orange', 'red'));
alter table respond.task add column round int not null default 1 check (round >= 1);
alter table respond.task drop constraint task_incident_plan_step_key;
alter table respond.task add constraint task_incident_plan_step_round_key unique (incident, plan, step, round);
