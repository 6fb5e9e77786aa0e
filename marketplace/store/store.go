// Package store keeps what the marketplace knows, in SQLite or in PostgreSQL: the same interface, the same tests.
//
// Everything goes through transactions: View reads one state of the database, Update reads, checks and writes as if
// nobody else did at the same time. Entities that people change carry a revision; writing one that is based on an
// earlier revision is refused.
package store

import (
	"context"
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// Store is a database.
type Store interface {
	// View gives fn one unchanging state to read.
	View(ctx context.Context, fn func(Tx) error) error
	// Update commits what fn wrote if that returns nil, and nothing otherwise. fn may be called again where the
	// database asks for it, so it has no effects elsewhere.
	Update(ctx context.Context, fn func(Tx) error) error
	// Subscribe gives the topics that were notified by commits from now on, of this process and of others on the same
	// database (SQLite: of this one only), until ctx ends; a slow reader gets each topic once. The empty topic says that some may have been missed.
	Subscribe(ctx context.Context, topics ...string) <-chan string
	// Claim gives the oldest work that is due and that nobody holds, and holds it for a while; nil if there is none.
	Claim(ctx context.Context, owner string, lease time.Duration, kinds ...WorkKind) (*Work, error)
	// Renew holds work for longer; an error says that somebody else has it now, or that it is done.
	Renew(ctx context.Context, w *Work, lease time.Duration) error
	// Waiting tells how much work is not done yet, by its kind; kinds of which there is none are left out.
	Waiting(ctx context.Context) (map[WorkKind]int, error)
	// Ping tells whether the database answers.
	Ping(ctx context.Context) error
	Close() error
}

// Tx is what can be done in a transaction. Get… of something that is not there is a domain.NotFound. Insert… and
// Update… set the entity's revision; Update… of an outdated one is a domain.Conflict with the code stale. A name or
// number that is taken is a domain.Conflict with the code taken.
type Tx interface {
	People
	Apps
	Instances
	// Audit adds an entry and sets its sequence.
	Audit(*domain.Entry) error
	ListAudit(AuditQuery, Page) (List[*domain.Entry], error)
	// Notify wakes the subscribers of a topic once the transaction is committed, such as instance/ins-….
	Notify(topic string)
	// Enqueue adds work, unless the same kind for the same subject is waiting already.
	Enqueue(kind WorkKind, subject string) error
	// FinishWork removes work that its owner has done. An error says that somebody else has it now: the transaction
	// has to fail, so that nothing is written twice.
	FinishWork(*Work) error
	// PostponeWork lets go of work, to be claimed again after a while.
	PostponeWork(w *Work, until time.Time) error
	// Once gives the answer that was kept for a user's idempotency key; nil if there is none. fingerprint is of the
	// request; the same key with another request is a domain.Conflict with the code idempotency-key.
	Once(user, key, fingerprint string) (*Answer, error)
	// KeepAnswer keeps the answer for an idempotency key for a day.
	KeepAnswer(user, key, fingerprint string, a Answer) error
	// Setting and PutSetting keep single values of the store itself; a missing one is empty.
	Setting(name string) (string, error)
	PutSetting(name, value string) error
}

// Answer is what was answered to a request with an idempotency key.
type Answer struct {
	Status int
	Body   []byte
}

// Page is the part of a list that is wanted; without a limit all of it.
type Page struct {
	Limit, Offset int
	// Order is one of the list's orders, which ascend; empty is the list's own. Descending turns either round. Another
	// one is refused.
	Order      string
	Descending bool
}

// List is a part of a list, and how long it is as a whole.
type List[T any] struct {
	Items []T `json:"items"`
	Total int `json:"total" doc:"Of all pages"`
}

// WorkKind is what kind of work waits to be done on a cluster.
type WorkKind string

// The kinds of work; the subject of each is an id or a name.
const (
	WorkChange         WorkKind = "change"          // subject: instance id; carries out its pending revision
	WorkRemove         WorkKind = "remove"          // subject: instance id
	WorkRemovePlain    WorkKind = "remove-plain"    // subject: instance id, whose hooks for its removal are not run
	WorkVerify         WorkKind = "verify"          // subject: verification id
	WorkPrepareProject WorkKind = "prepare-project" // subject: project
	WorkRemoveProject  WorkKind = "remove-project"  // subject: project
	WorkCheckCluster   WorkKind = "check-cluster"   // subject: cluster
)

// Work is something to be done once, by whoever holds its lease.
type Work struct {
	ID      string
	Kind    WorkKind
	Subject string
	// Attempts counts the claims, this one included.
	Attempts int
	Owner    string
	Until    time.Time
	Created  time.Time
}

// AuditQuery chooses audit entries, newest first. Empty fields choose all.
type AuditQuery struct {
	Workspace, App, Version, Actor, Action, Subject string
	// Text is in the name or the message.
	Text string
}
