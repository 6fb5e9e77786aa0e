package store

import (
	"github.com/pressly/goose/v3"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// dialect is what differs between the databases. Statements are written with ? for their arguments.
type dialect struct {
	// name is that of the folder of migrations.
	name      string
	goose     goose.Dialect
	migrating []goose.ProviderOption
	// placeholders makes of a statement what the driver takes.
	placeholders func(statement string) string
	// now is an expression: microseconds since 1970.
	now string
	// skipLocked ends the choice of work to claim.
	skipLocked string
	search     search
	// isBusy tells errors after which the transaction is to be tried again, so many times.
	isBusy   func(error) bool
	attempts int
	// isTaken and isReferred tell violations of uniqueness and of references.
	isTaken, isReferred func(error) bool
	// isNoText tells that an argument holds a byte that the database keeps in no text.
	isNoText func(error) bool
	// announce tells other processes of the topics of a transaction, once it is committed.
	announce func(*transaction) error
}

// search is how words are kept and found. Tables of words have a row for a place.
type search struct {
	// put is a statement with place and words, find a condition with words, place its column. TABLE stands for the table.
	put, find, place string
	// words and begins make the arguments of put and find of words.
	words  func(words []string) any
	begins func(words []string) string
}

// explain makes refusals of what constraints say, and leaves other errors as they are.
func (d *dialect) explain(err error) error {
	switch {
	case err == nil:
		return nil
	case d.isReferred(err):
		return domain.Conflictf("missing", "something that this refers to is gone, or something still refers to this").
			With("load it again: it may have been changed meanwhile")
	case d.isNoText(err):
		return domain.Invalidf("", "characters", "what was sent holds characters that cannot be kept").With("remove control characters")
	}
	return err
}
