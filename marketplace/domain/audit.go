package domain

import "time"

// Entry is one line of the audit: it is only ever added, names things by what they were called then, and stays when
// they are deleted.
type Entry struct {
	Sequence int64     `json:"sequence"`
	Time     time.Time `json:"time"`
	Actor    string    `json:"actor" doc:"User; empty for the store itself"`
	Address  string    `json:"address,omitempty" doc:"Network address that the request came from"`
	// Action is what was done, such as version.submit, user.create.
	Action string `json:"action"`
	// Subject is the kind and id or name of what it was done to, such as version/ver-….
	Subject   string       `json:"subject"`
	Name      string       `json:"name" doc:"What the subject was called"`
	Workspace string       `json:"workspace,omitempty"`
	App       string       `json:"app,omitempty"`
	Version   string       `json:"version,omitempty"`
	Review    string       `json:"review,omitempty"`
	From      VersionState `json:"from,omitempty"`
	To        VersionState `json:"to,omitempty"`
	Message   string       `json:"message,omitempty"`
	Digest    string       `json:"digest,omitempty"`
}
