package store

import (
	"strconv"
	"strings"
	"sync"
)

// numbered makes $1, $2, … of the question marks in statements, and keeps what it made.
func numbered() func(statement string) string {
	var kept sync.Map
	return func(statement string) string {
		if known, ok := kept.Load(statement); ok {
			return known.(string) // only texts are kept
		}
		var b strings.Builder
		for i, part := range strings.Split(statement, "?") {
			if i > 0 {
				b.WriteString("$" + strconv.Itoa(i))
			}
			b.WriteString(part)
		}
		kept.Store(statement, b.String())
		return b.String()
	}
}
