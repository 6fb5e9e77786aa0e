package auth

import "strconv"

// AboutValues is what the values of a revision of an instance are sealed for.
func AboutValues(instance string, n int) string { return aboutRevision(instance, n, "values") }

// AboutGenerated is what the generated values of a revision of an instance are sealed for.
func AboutGenerated(instance string, n int) string { return aboutRevision(instance, n, "generated") }

func aboutRevision(instance string, n int, what string) string {
	return "instance/" + instance + "/revision/" + strconv.Itoa(n) + "/" + what
}
