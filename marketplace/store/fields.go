package store

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// field is a column of a table and where an entity has it: a pointer, or one of the types below.
type field struct {
	column string
	at     any
	how    how
}

// how is what a field is for; usually it is read and written.
type how int

const (
	stored   how = iota
	computed     // column is an expression: read only
	derived      // follows from others: written only
	large        // not read in lists
)

// value is what is written.
func (f field) value() (any, error) {
	if v, ok := f.at.(driver.Valuer); ok {
		return v.Value()
	}
	v := reflect.ValueOf(f.at).Elem()
	if v.Kind() == reflect.String {
		return v.String(), nil
	}
	return v.Interface(), nil
}

// moment is a time, in microseconds.
type moment struct{ *time.Time }

func (m moment) Value() (driver.Value, error) { return m.UnixMicro(), nil }

func (m moment) Scan(src any) error {
	micros, ok := src.(int64)
	if !ok {
		return fmt.Errorf("%v is no time", src)
	}
	*m.Time = time.UnixMicro(micros).UTC()
	return nil
}

// perhaps is a time that may be missing.
type perhaps struct{ at **time.Time }

func (p perhaps) Value() (driver.Value, error) {
	if *p.at == nil {
		return nil, nil
	}
	return (*p.at).UnixMicro(), nil
}

func (p perhaps) Scan(src any) error {
	if *p.at = nil; src == nil {
		return nil
	}
	*p.at = new(time.Time)
	return moment{*p.at}.Scan(src)
}

// document is anything as JSON.
type document struct{ of any }

func (d document) Value() (driver.Value, error) {
	text, err := json.Marshal(d.of)
	return string(text), err
}

func (d document) Scan(src any) error {
	switch text := src.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(text), d.of)
	case []byte:
		return json.Unmarshal(text, d.of)
	}
	return fmt.Errorf("%v is no JSON", src)
}

// verbatim is JSON that is kept as it is.
type verbatim struct{ of *json.RawMessage }

func (r verbatim) Value() (driver.Value, error) {
	if len(*r.of) == 0 {
		return nil, nil
	}
	return string(*r.of), nil
}

func (r verbatim) Scan(src any) error {
	switch text := src.(type) {
	case nil:
		*r.of = nil
	case string:
		*r.of = json.RawMessage(text)
	case []byte:
		*r.of = bytes.Clone(text)
	default:
		return fmt.Errorf("%v is no JSON", src)
	}
	return nil
}

// reference is the key of another row; empty is none.
type reference struct{ to *string }

func (r reference) Value() (driver.Value, error) {
	if *r.to == "" {
		return nil, nil
	}
	return *r.to, nil
}

func (r reference) Scan(src any) error {
	*r.to = ""
	switch key := src.(type) {
	case string:
		*r.to = key
	case []byte:
		*r.to = string(key)
	}
	return nil
}

// details are an app's, without their introduction: lists do without it.
type details struct{ of *domain.Details }

func (d details) Value() (driver.Value, error) {
	short := *d.of
	short.Introduction = ""
	return document{short}.Value()
}

func (d details) Scan(src any) error { return document{d.of}.Scan(src) }

// published is a snapshot of details that may be missing, and introduction its introduction.
type published struct{ of **domain.Details }

func (p published) Value() (driver.Value, error) {
	if *p.of == nil {
		return nil, nil
	}
	return details{*p.of}.Value()
}

func (p published) Scan(src any) error {
	if *p.of = nil; src == nil {
		return nil
	}
	*p.of = &domain.Details{}
	return details{*p.of}.Scan(src)
}

type introduction struct{ of **domain.Details }

func (i introduction) Value() (driver.Value, error) {
	if *i.of == nil {
		return "", nil
	}
	return (*i.of).Introduction, nil
}

func (i introduction) Scan(src any) error {
	text, ok := src.(string)
	if ok && *i.of != nil {
		(*i.of).Introduction = text
	}
	return nil
}
