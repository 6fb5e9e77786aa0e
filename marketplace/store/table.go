package store

import (
	"errors"
	"strings"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// table is how entities of one type are kept.
type table[T any] struct {
	name string
	// noun is what an error calls an entity, call what this one is called.
	noun string
	call func(*T) string
	// key is the column of the entity's key, and identify gives the key.
	key      string
	identify func(*T) string
	fields   func(*T) []field
	// revision is nil if the entity has none.
	revision func(*T) *int64
	// taken is the field of the request that a violation of uniqueness is about.
	taken string
}

// get gives the entity with a key.
func (t *table[T]) get(x *transaction, key string) (*T, error) {
	return t.getBy(x, t.key+" = ?", t.noun+" "+key, key)
}

// getBy gives the one entity for which a condition holds; called is what an error calls it.
func (t *table[T]) getBy(x *transaction, condition, called string, args ...any) (*T, error) {
	found, err := t.query(x, "WHERE "+condition, false, args...)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, domain.NotFoundf("%s does not exist", called)
	}
	return found[0], nil
}

// query gives the entities that the end of a statement chooses, in lists without their large fields.
func (t *table[T]) query(x *transaction, end string, list bool, args ...any) ([]*T, error) {
	read := func(f field) bool { return f.how == stored || f.how == computed || f.how == large && !list }
	rows, err := x.query("SELECT "+columns(t.fields(new(T)), read)+" FROM "+t.name+" "+end, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := []*T{}
	for rows.Next() {
		e := new(T)
		if err := rows.Scan(pointers(t.fields(e), read)...); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, rows.Err()
}

// insert adds an entity, at revision 1.
func (t *table[T]) insert(x *transaction, e *T) error {
	if t.revision != nil {
		*t.revision(e) = 1
	}
	fields := t.fields(e)
	args, err := values(fields)
	if err != nil {
		return err
	}
	_, err = x.exec("INSERT INTO "+t.name+" ("+columns(fields, written)+") VALUES ("+marks(len(args))+")", args...)
	return t.explain(x, err, e)
}

// update writes an entity, if it is based on the revision that there is.
func (t *table[T]) update(x *transaction, e *T) error {
	if t.revision == nil {
		return t.updateBy(x, e, t.key+" = ?", t.identify(e))
	}
	based := *t.revision(e)
	*t.revision(e)++
	err := t.updateBy(x, e, t.key+" = ? AND revision = ?", t.identify(e), based)
	if err != nil {
		*t.revision(e) = based
	}
	var refusal *domain.Error
	if errors.As(err, &refusal) && refusal.Kind == domain.NotFound {
		return t.outdated(x, e)
	}
	return err
}

// updateBy writes the one entity for which a condition holds.
func (t *table[T]) updateBy(x *transaction, e *T, condition string, args ...any) error {
	fields := t.fields(e)
	set, err := values(fields)
	if err != nil {
		return err
	}
	sets := strings.ReplaceAll(columns(fields, written), ", ", " = ?, ") + " = ?"
	n, err := x.exec("UPDATE "+t.name+" SET "+sets+" WHERE "+condition, append(set, args...)...)
	if err == nil && n == 0 {
		return domain.NotFoundf("%s %s does not exist", t.noun, t.call(e))
	}
	return t.explain(x, err, e)
}

// outdated says why an update found nothing to write.
func (t *table[T]) outdated(x *transaction, e *T) error {
	current, err := t.get(x, t.identify(e))
	if err != nil {
		return err
	}
	return domain.Stale(t.noun+" "+t.call(e), *t.revision(e), *t.revision(current))
}

// delete removes the entity with a key.
func (t *table[T]) delete(x *transaction, key string) error {
	return t.deleteBy(x, t.key+" = ?", t.noun+" "+key, key)
}

func (t *table[T]) deleteBy(x *transaction, condition, called string, args ...any) error {
	n, err := x.exec("DELETE FROM "+t.name+" WHERE "+condition, args...)
	if err == nil && n == 0 {
		return domain.NotFoundf("%s does not exist", called)
	}
	return err
}

func (t *table[T]) explain(x *transaction, err error, e *T) error {
	if err == nil || !x.db.dialect.isTaken(err) {
		return err
	}
	refusal := domain.Conflictf("taken", "%s %s exists already", t.noun, t.call(e)).With("choose another")
	refusal.Field = t.taken
	return refusal
}

func written(f field) bool { return f.how != computed }

func columns(fields []field, wanted func(field) bool) string {
	names := make([]string, 0, len(fields))
	for _, f := range fields {
		if wanted(f) {
			names = append(names, f.column)
		}
	}
	return strings.Join(names, ", ")
}

func pointers(fields []field, wanted func(field) bool) []any {
	all := make([]any, 0, len(fields))
	for _, f := range fields {
		if wanted(f) {
			all = append(all, f.at)
		}
	}
	return all
}

func values(fields []field) ([]any, error) {
	all := make([]any, 0, len(fields))
	for _, f := range fields {
		if !written(f) {
			continue
		}
		v, err := f.value()
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// marks are n placeholders.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }
