package store

import (
	"maps"
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// filter is the condition of a list.
type filter struct {
	conditions []string
	args       []any
}

// and narrows the list.
func (f *filter) and(condition string, args ...any) {
	f.conditions = append(f.conditions, condition)
	f.args = append(f.args, args...)
}

// equals narrows the list to rows with a value, unless that is empty.
func (f *filter) equals(column, value string) {
	if value != "" {
		f.and(column+" = ?", value)
	}
}

// in narrows the list to rows with one of the values.
func in[S ~string](f *filter, column string, values []S) {
	if len(values) == 0 {
		f.and("1 = 0")
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = string(v)
	}
	f.and(column+" IN ("+marks(len(values))+")", args...)
}

// contains narrows the list to rows with a text in one of the columns, whatever its case, unless that is empty.
func (f *filter) contains(text string, columns ...string) {
	if text == "" {
		return
	}
	pattern := "%" + escape(strings.ToLower(text)) + "%"
	conditions, args := make([]string, len(columns)), make([]any, len(columns))
	for i, c := range columns {
		conditions[i], args[i] = "lower("+c+`) LIKE ? ESCAPE '\'`, pattern
	}
	f.and("("+strings.Join(conditions, " OR ")+")", args...)
}

// escape makes a text stand for itself in LIKE.
func escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

func (f *filter) where() string {
	if len(f.conditions) == 0 {
		return ""
	}
	return "WHERE " + strings.Join(f.conditions, " AND ")
}

// order is how a list is sorted.
type order struct {
	columns    []string // the last one is unique
	descending bool
}

func (o order) by() string {
	direction := " ASC"
	if o.descending {
		direction = " DESC"
	}
	return " ORDER BY " + strings.Join(o.columns, direction+", ") + direction
}

// ordered gives the order that a page asks for by its name; own is the list's own.
func (p Page) ordered(own order, named map[string][]string) (order, error) {
	if p.Order == "" {
		own.descending = own.descending != p.Descending
		return own, nil
	}
	columns, ok := named[p.Order]
	if !ok {
		names := slices.Sorted(maps.Keys(named))
		return own, domain.Invalidf("query.order", "order", "this list has no order %q", p.Order).With("use one of: " + strings.Join(names, ", "))
	}
	return order{columns: columns, descending: p.Descending}, nil
}

// part ends a statement with the page's part of the list.
func (p Page) part() (string, []any) {
	if p.Limit <= 0 {
		return "", nil
	}
	return " LIMIT ? OFFSET ?", []any{p.Limit, max(p.Offset, 0)}
}

// list gives a page of the entities that a filter chooses.
func (t *table[T]) list(x *transaction, f filter, o order, p Page) (List[*T], error) {
	end, args := p.part()
	items, err := t.query(x, f.where()+o.by()+end, true, slices.Concat(f.args, args)...)
	if err != nil {
		return List[*T]{}, err
	}
	total, err := p.total(len(items), func() (int, error) {
		return x.count("SELECT count(*) FROM "+t.name+" "+f.where(), f.args...)
	})
	return List[*T]{Items: items, Total: total}, err
}

// total gives how long a list is of which a page has n items; it counts only if the page does not say so.
func (p Page) total(n int, count func() (int, error)) (int, error) {
	switch {
	case p.Limit <= 0:
		return n, nil
	case n > 0 && n < p.Limit, n == 0 && p.Offset <= 0:
		return max(p.Offset, 0) + n, nil
	}
	return count()
}
