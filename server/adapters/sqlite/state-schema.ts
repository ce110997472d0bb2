import { fromVersion2 } from "./state-schema-access.ts";

/**
 * Version 1 knew one kind of journal entry and only mail. Its alarms are of another machine: they are kept as they were
 * written, and not replayed. Its notices become notices of today, so that what waited is sent all the same.
 */
const fromVersion1 = `
  ALTER TABLE journal RENAME TO journal_1;
  ALTER TABLE notice RENAME TO notice_1;

  CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    written_ms INTEGER NOT NULL,
    fact TEXT NOT NULL
  );
  CREATE TRIGGER journal_only_grows BEFORE INSERT ON journal
    WHEN NEW.seq <= (SELECT seq FROM journal ORDER BY seq DESC LIMIT 1)
    BEGIN SELECT RAISE(ABORT, 'the numbers of the journal only grow'); END;
  CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is not changed'); END;
  CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is not shortened'); END;

  CREATE TABLE snapshot (
    seq INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    digest TEXT NOT NULL
  );

  CREATE TABLE occurrence (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    changed_ms INTEGER NOT NULL,
    changed_seq INTEGER NOT NULL,
    loop_id TEXT NOT NULL,
    severity TEXT NOT NULL,
    alarm_class TEXT NOT NULL,
    folded_headline TEXT NOT NULL,
    view TEXT NOT NULL
  );
  CREATE INDEX occurrence_changed ON occurrence (changed_ms, changed_seq);
  CREATE INDEX occurrence_loop ON occurrence (loop_id, changed_ms, changed_seq);
  CREATE INDEX occurrence_severity ON occurrence (severity, changed_ms, changed_seq);

  CREATE TABLE notice (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    created_ms INTEGER NOT NULL,
    settled INTEGER NOT NULL,
    notice TEXT NOT NULL
  );
  CREATE INDEX notice_settled ON notice (settled, created_ms, position);

  INSERT INTO notice (position, id, created_ms, settled, notice)
  SELECT position, id, created_ms, notice ->> '$.state.kind' <> 'pending', json_object(
    'id', id,
    'incidentId', NULL,
    'occurrenceId', notice -> '$.occurrenceId',
    'personId', NULL,
    'person', NULL,
    'subject', notice -> '$.mail.subject',
    'reason', notice -> '$.reason',
    'urgent', notice -> '$.mail.urgent',
    'createdMs', created_ms,
    'message', json_object('kind', 'mail', 'mail', json_set(
      notice -> '$.mail',
      '$.references', CASE WHEN notice ->> '$.mail.inReplyTo' IS NULL
        THEN json_array() ELSE json_array(notice -> '$.mail.inReplyTo') END,
      '$.attachments', json_array(),
      '$.plot', NULL
    )),
    'insteadOf', NULL,
    'state', CASE
      WHEN notice ->> '$.state.kind' <> 'pending' THEN notice -> '$.state'
      WHEN notice ->> '$.state.attempts' = 0 THEN json_object('kind', 'queued')
      ELSE json_object(
        'kind', 'retrying',
        'attempts', notice -> '$.state.attempts',
        'nextAttemptMs', notice -> '$.state.nextAttemptMs',
        'lastError', coalesce(notice ->> '$.state.lastError', '')
      ) END
  ) FROM notice_1 ORDER BY position;
  DROP TABLE notice_1;

  CREATE TABLE job_run (job TEXT PRIMARY KEY, ran_ms INTEGER NOT NULL);
  CREATE TABLE secret (name TEXT PRIMARY KEY, bytes BLOB NOT NULL);
`;

/** Brings a file of version i to version i + 1 (`openSqlite`). */
export const stateMigrations: readonly string[] = [
  `CREATE TABLE journal (
     seq INTEGER PRIMARY KEY,
     loop_id TEXT NOT NULL,
     alarm_class TEXT NOT NULL,
     written_ms INTEGER NOT NULL,
     event TEXT NOT NULL
   );
   CREATE TABLE notice (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     created_ms INTEGER NOT NULL,
     notice TEXT NOT NULL
   )`,
  fromVersion1,
  fromVersion2,
];
