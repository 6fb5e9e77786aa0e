-- +goose Up
CREATE TABLE audit (
    sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
    time       BIGINT NOT NULL,
    actor      TEXT NOT NULL,
    address    TEXT NOT NULL,
    action     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    name       TEXT NOT NULL,
    workspace  TEXT NOT NULL,
    app        TEXT NOT NULL,
    version    TEXT NOT NULL,
    review     TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    message    TEXT NOT NULL,
    digest     TEXT NOT NULL
);
CREATE INDEX audit_workspace ON audit (workspace, sequence);
CREATE INDEX audit_app ON audit (app, sequence);
CREATE INDEX audit_version ON audit (version, sequence);
CREATE INDEX audit_actor ON audit (actor, sequence);
CREATE INDEX audit_subject ON audit (subject, sequence);

-- +goose StatementBegin
CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE audit;
