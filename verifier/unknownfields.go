package verifier

import (
	"slices"
	"sync"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube"
)

// unknownFields gathers the fields that a cluster does not know, by their objects. It may be used at once by several.
type unknownFields struct {
	mutex  sync.Mutex
	fields map[kube.Ref][]string
}

func (u *unknownFields) note(ref kube.Ref, fields []string) {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	if u.fields == nil {
		u.fields = map[kube.Ref][]string{}
	}
	u.fields[ref] = append(u.fields[ref], fields...)
}

// of gives the fields of an object.
func (u *unknownFields) of(ref kube.Ref) []string {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	return u.fields[ref]
}

// take gives what was noted since the last time, in words.
func (u *unknownFields) take() []string {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	var words []string
	for ref, fields := range u.fields {
		words = append(words, ref.String()+": "+apply.LeftOut(fields))
	}
	u.fields = nil
	slices.Sort(words)
	return words
}
