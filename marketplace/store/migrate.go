package store

import (
	"context"
	"embed"
	"io/fs"
	"slices"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// layers are folders of migrations that are taken as one.
type layers []fs.FS

// Open opens the file in the first folder that has it.
func (l layers) Open(name string) (fs.File, error) {
	for _, dir := range l {
		if f, err := dir.Open(name); err == nil {
			return f, nil
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// Glob gives the files of all folders.
func (l layers) Glob(pattern string) ([]string, error) {
	var all []string
	for _, dir := range l {
		found, err := fs.Glob(dir, pattern)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.Sort(all)
	return all, nil
}

// migrate runs the migrations that the database has not seen: those for both kinds of database and those of its own.
func migrate(ctx context.Context, db *database) error {
	var files layers
	for _, folder := range []string{"shared", db.dialect.name} {
		dir, err := fs.Sub(migrations, "migrations/"+folder)
		if err != nil {
			return err
		}
		files = append(files, dir)
	}
	options := append([]goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}, db.dialect.migrating...)
	provider, err := goose.NewProvider(db.dialect.goose, db.db, files, options...)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}
