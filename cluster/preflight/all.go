package preflight

import "context"

// All runs all checks, of which some try things out in namespaces of their own.
func All(_ context.Context, programs string) []Check {
	return Quick(programs)
}
