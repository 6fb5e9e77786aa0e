-- +goose Up
CREATE TABLE work (
    id       TEXT PRIMARY KEY,
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    owner    TEXT NOT NULL,
    until    BIGINT NOT NULL,
    due      BIGINT NOT NULL,
    created  BIGINT NOT NULL
);
CREATE UNIQUE INDEX work_waiting ON work (kind, subject) WHERE owner = '';
CREATE UNIQUE INDEX work_held ON work (kind, subject) WHERE owner <> '';
CREATE INDEX work_due ON work (due, created);

CREATE TABLE answers (
    account     TEXT NOT NULL,
    key         TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status      BIGINT NOT NULL,
    body        BYTEA,
    created     BIGINT NOT NULL,
    PRIMARY KEY (account, key)
);
CREATE INDEX answers_created ON answers (created);

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- +goose Down
DROP TABLE settings;
DROP TABLE answers;
DROP TABLE work;
