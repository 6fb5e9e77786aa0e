package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagError makes an error about a flag end with the flag that was probably meant, and where to read on.
func flagError(cmd *cobra.Command, err error) error {
	see := fmt.Sprintf("(see %s --help)", cmd.CommandPath())
	wrong, found := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !found {
		return fmt.Errorf("%w %s", err, see)
	}
	best, distance := "", 4
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if d := editDistance(wrong, f.Name); d < distance && !f.Hidden {
			best, distance = f.Name, d
		}
	})
	if best == "" {
		return fmt.Errorf("%w %s", err, see)
	}
	return fmt.Errorf("%w; did you mean --%s? %s", err, best, see)
}

// editDistance is the number of letters to insert, delete or replace to turn a into b (Levenshtein).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
