package api

import (
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
