-- +goose Up
CREATE TABLE audit (
    sequence   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
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
CREATE FUNCTION refuse_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is only ever added to';
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit();

-- +goose Down
DROP TABLE audit;
DROP FUNCTION refuse_audit;
