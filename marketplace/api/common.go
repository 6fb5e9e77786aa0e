package api

import (
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// answer is an output with a JSON body.
type answer[T any] struct{ Body T }

// list is an output with a part of a list.
type list[T any] struct{ Body store.List[T] }

// none is an input without anything, or an output without body.
type none struct{}

// Paging is what every list takes.
type Paging struct {
	Page       int    `query:"page" minimum:"1" maximum:"100000" default:"1" doc:"Counts from 1"`
	Limit      int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
	Order      string `query:"order" maxLength:"20" doc:"Field to order by; each list says which"`
	Descending bool   `query:"descending"`
}

func (p Paging) page() store.Page {
	return store.Page{Limit: p.Limit, Offset: (p.Page - 1) * p.Limit, Order: p.Order, Descending: p.Descending}
}

// Search is the text that a list is searched for.
type Search struct {
	Q string `query:"q" maxLength:"100" doc:"Words to search for"`
}

// Idempotent is the header that makes it safe to send a request again.
type Idempotent struct {
	Key string `header:"Idempotency-Key" maxLength:"80" doc:"The same key with the same request gets the same answer, for a day"`
}

// Based is the revision that a change is based on.
type Based struct {
	Revision int64 `json:"revision" doc:"Revision of the object that this change is based on"`
}

// statesOf reads states that are separated by commas.
func statesOf[S ~string](text string, known []S) ([]S, error) {
	var states []S
	for _, word := range splitList(text) {
		if !slices.Contains(known, S(word)) {
			names := make([]string, len(known))
			for i, k := range known {
				names[i] = string(k)
			}
			return nil, domain.Invalidf("query.state", "state", "there is no state %q", oneLine(word, domain.MaxTitle)).With("use some of: " + strings.Join(names, ","))
		}
		states = append(states, S(word))
	}
	return states, nil
}

// splitList gives the words between commas.
func splitList(text string) []string {
	var words []string
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}
