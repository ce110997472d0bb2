/** Adds who may come in, and the audit. Version 2 knew one local operator and no other. */
export const fromVersion2 = `
  CREATE TABLE account (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'administrator')),
    password_hash TEXT NOT NULL,
    made_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL
  );

  CREATE TABLE login_place (
    account_id INTEGER NOT NULL,
    address_key TEXT NOT NULL,
    last_ms INTEGER NOT NULL,
    PRIMARY KEY (account_id, address_key)
  ) WITHOUT ROWID;

  CREATE TABLE token (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    allows TEXT NOT NULL,
    made_ms INTEGER NOT NULL,
    last_used_ms INTEGER,
    revoked_ms INTEGER
  );
  CREATE UNIQUE INDEX token_name ON token (name_key) WHERE revoked_ms IS NULL;

  CREATE TABLE session (
    digest TEXT PRIMARY KEY,
    account_id INTEGER NOT NULL,
    begun_ms INTEGER NOT NULL,
    seen_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    address_key TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX session_account ON session (account_id, begun_ms);

  CREATE TABLE access_version (n INTEGER NOT NULL);
  INSERT INTO access_version (n) VALUES (1);
  ${[
    ["account", "INSERT"],
    ["account", "UPDATE"],
    ["account", "DELETE"],
    ["token", "INSERT"],
    ["token", "UPDATE OF name, digest, allows, revoked_ms"],
    ["token", "DELETE"],
    ["session", "INSERT"],
    ["session", "UPDATE OF digest, account_id, expires_ms"],
    ["session", "DELETE"],
  ]
    .map(
      ([table, event], i) =>
        `CREATE TRIGGER access_change_${i + 1} AFTER ${event} ON ${table}
           BEGIN UPDATE access_version SET n = n + 1; END;`,
    )
    .join("\n  ")}

  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    person TEXT NOT NULL,
    role TEXT,
    via TEXT,
    address TEXT NOT NULL,
    deed TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    comment TEXT NOT NULL,
    refusal TEXT,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
  );
  CREATE TABLE audit_head (seq INTEGER NOT NULL, hash TEXT NOT NULL);
  INSERT INTO audit_head (seq, hash) VALUES (0, '');
  CREATE TRIGGER audit_only_grows BEFORE INSERT ON audit
    WHEN NEW.seq <> (SELECT seq + 1 FROM audit_head) OR NEW.previous_hash <> (SELECT hash FROM audit_head)
    BEGIN SELECT RAISE(ABORT, 'the audit only grows, by one row behind the last'); END;
  CREATE TRIGGER audit_has_grown AFTER INSERT ON audit
    BEGIN UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash; END;
  CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit is not changed'); END;
  CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit is not shortened'); END;
  CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
    BEGIN SELECT RAISE(ABORT, 'the audit is not shortened'); END;
`;
