package fit

// effort bounds the search for a placement, in steps of looking at a node: some milliseconds. Real clusters are settled
// without turning back, in two steps for each pair of entry and node.
const effort = 1_000_000

// entry is replicas of a size, of which distinct ones want a node each.
type entry struct {
	replicas int64
	one      size
	distinct bool
}

// into says how many replicas a node with that room takes, if so many are left.
func (e entry) into(room size, left int64) int64 {
	if e.distinct {
		left = min(left, 1)
	}
	return room.times(e.one, left)
}

// search looks for room for several entries at once, which compete for it.
type search struct {
	entries []entry
	rooms   []size
	effort  int
}

// place looks for a placement of all entries. Fits: there is one. Fails: there is none, as all possible ones were
// tried. NotKnown: there were too many to try.
func place(entries []entry, rooms []size) Status {
	s := search{entries, append([]size(nil), rooms...), effort}
	switch {
	case s.entry(0):
		return Fits
	case s.effort > 0:
		return Fails
	}
	return NotKnown
}

// entry places the i-th entry and those after it.
func (s *search) entry(i int) bool {
	if i == len(s.entries) {
		return true
	}
	// reach[n] is how many replicas the nodes from n on take at most: no other entry is placed meanwhile.
	e, reach := s.entries[i], make([]int64, len(s.rooms)+1)
	s.effort -= len(s.rooms)
	for n := len(s.rooms) - 1; n >= 0; n-- {
		reach[n] = reach[n+1] + e.into(s.rooms[n], e.replicas-reach[n+1])
	}
	return s.node(i, 0, e.replicas, reach)
}

// node places what is left of the i-th entry on the nodes from n on: as many as possible first.
func (s *search) node(i, n int, left int64, reach []int64) bool {
	if left == 0 {
		return s.entry(i + 1)
	}
	if n == len(s.rooms) || reach[n] < left {
		return false
	}
	e, room := s.entries[i], s.rooms[n]
	for k := e.into(room, left); k >= 0; k-- {
		if s.effort--; s.effort <= 0 {
			return false
		}
		s.rooms[n] = room.less(e.one, k)
		if s.node(i, n+1, left-k, reach) {
			return true
		}
	}
	s.rooms[n] = room
	return false
}
