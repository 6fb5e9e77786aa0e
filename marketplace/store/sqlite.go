package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteReaders is how many views of a SQLite database are open at the same time.
const sqliteReaders = 8

func sqliteDialect() *dialect {
	return &dialect{
		name:         "sqlite",
		goose:        goose.DialectSQLite3,
		placeholders: func(statement string) string { return statement },
		now:          "CAST(unixepoch('subsec') * 1000000 AS INTEGER)",
		isBusy:       isSQLite(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_SNAPSHOT),
		attempts:     1, // the driver has waited already
		isTaken:      isSQLite(sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY),
		isReferred:   isSQLite(sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY),
		isNoText:     func(error) bool { return false }, // it keeps any
		announce:     func(*transaction) error { return nil },
		search: search{
			put:    "INSERT INTO TABLE (rowid, words) VALUES (?, ?)",
			find:   "TABLE MATCH ?",
			place:  "rowid",
			words:  func(words []string) any { return strings.Join(words, " ") },
			begins: func(words []string) string { return `"` + strings.Join(words, `"* "`) + `"*` },
		},
	}
}

// openSQLite opens a file with a connection that writes and others that read: with a write-ahead log neither waits for
// the other. A commit is on the disk before it is answered.
func openSQLite(ctx context.Context, db *database, path string) error {
	if path == "" {
		return errors.New("the path of the SQLite database is missing: use sqlite:PATH")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the folder of the database: %w", err)
	}
	db.dialect = sqliteDialect()
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) // it holds hashes of passwords
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	if err := file.Close(); err != nil {
		return err
	}
	if db.db, err = sql.Open("sqlite", sqliteURL(path)); err != nil {
		return err
	}
	db.stop = append(db.stop, db.db.Close)
	writer, err := newConnections(ctx, db.db, 1, "BEGIN IMMEDIATE")
	if err != nil {
		return fmt.Errorf("open the database %s: %w", path, err)
	}
	db.stop = append(db.stop, writer.close)
	reader, err := newConnections(ctx, db.db, sqliteReaders, "BEGIN")
	if err != nil {
		return fmt.Errorf("open the database %s: %w", path, err)
	}
	db.stop = append(db.stop, reader.close)
	db.begin = func(ctx context.Context, a access) (session, error) {
		if a == viewing {
			return reader.begin(ctx)
		}
		return writer.begin(ctx)
	}
	return nil
}

func sqliteURL(path string) string {
	settings := url.Values{"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
		"recursive_triggers(1)", "cache_size(-16000)", "temp_store(MEMORY)"}}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + settings.Encode()
}

func isSQLite(codes ...int) func(error) bool {
	return func(err error) bool {
		var e *sqlite.Error
		if !errors.As(err, &e) {
			return false
		}
		for _, c := range codes {
			if e.Code() == c {
				return true
			}
		}
		return false
	}
}
