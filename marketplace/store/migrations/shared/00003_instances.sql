-- Instances name apps and versions without referring to them, and outlive them.
-- +goose Up
CREATE TABLE instances (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    description  TEXT NOT NULL,
    app          TEXT NOT NULL,
    app_name     TEXT NOT NULL,
    version      TEXT NOT NULL,
    number       TEXT NOT NULL,
    workspace    TEXT NOT NULL,
    project      TEXT NOT NULL,
    cluster      TEXT NOT NULL,
    test         BOOLEAN NOT NULL,
    state        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    current      BIGINT NOT NULL,
    good         BIGINT NOT NULL,
    installed_by TEXT NOT NULL,
    created      BIGINT NOT NULL,
    updated      BIGINT NOT NULL,
    revision     BIGINT NOT NULL
);
CREATE UNIQUE INDEX instances_name ON instances (project, name) WHERE state <> 'removed';
CREATE INDEX instances_updated ON instances (updated, id) WHERE state <> 'removed';
CREATE INDEX instances_workspace ON instances (workspace, updated) WHERE state <> 'removed';
CREATE INDEX instances_app ON instances (app, updated) WHERE state <> 'removed';
CREATE INDEX instances_version ON instances (version) WHERE state <> 'removed';
CREATE INDEX instances_cluster ON instances (cluster) WHERE state <> 'removed';

CREATE TABLE changes (
    instance   TEXT NOT NULL REFERENCES instances (id),
    n          BIGINT NOT NULL,
    kind       TEXT NOT NULL,
    version    TEXT NOT NULL,
    number     TEXT NOT NULL,
    deployer   TEXT NOT NULL,
    from_n     BIGINT NOT NULL,
    state      TEXT NOT NULL,
    role       TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    reason     TEXT NOT NULL,
    doing      TEXT NOT NULL,
    created    BIGINT NOT NULL,
    started    BIGINT,
    ended      BIGINT,
    outcome    JSON,
    given      BYTEA,
    generated  BYTEA,
    PRIMARY KEY (instance, n)
);

-- +goose Down
DROP TABLE changes;
DROP TABLE instances;
