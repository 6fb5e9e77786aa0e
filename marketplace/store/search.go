package store

import "strings"

// putWords replaces the words by which a place is found in a table of words.
func (x *transaction) putWords(table string, place int64, words []string) error {
	if err := x.dropWords(table, place); err != nil || len(words) == 0 {
		return err
	}
	s := x.db.dialect.search
	_, err := x.exec(strings.ReplaceAll(s.put, "TABLE", table), place, s.words(words))
	return err
}

func (x *transaction) dropWords(table string, place int64) error {
	_, err := x.exec("DELETE FROM "+table+" WHERE "+x.db.dialect.search.place+" = ?", place)
	return err
}

// found narrows a list to rows whose place has a word that begins with each word of a text.
func (x *transaction) found(f *filter, column, table, text string) {
	if text == "" {
		return
	}
	wanted := words(text)
	if len(wanted) == 0 {
		f.and("1 = 0") // nothing but punctuation
		return
	}
	s := x.db.dialect.search
	f.and(column+" IN (SELECT "+s.place+" FROM "+table+" WHERE "+strings.ReplaceAll(s.find, "TABLE", table)+")", s.begins(wanted))
}
