package engine

import "sync"

// keyed are locks by name, of this process.
type keyed struct {
	mutex sync.Mutex
	held  map[string]bool
}

// try takes the lock of a name; not ok if it is taken. release gives it back.
func (k *keyed) try(name string) (release func(), ok bool) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.held[name] {
		return nil, false
	}
	if k.held == nil {
		k.held = map[string]bool{}
	}
	k.held[name] = true
	return func() {
		k.mutex.Lock()
		defer k.mutex.Unlock()
		delete(k.held, name)
	}, true
}
