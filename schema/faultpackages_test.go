package schema

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// faultComment is what each package says of itself: the section of the reference's inventory with its message, and what
// is done here.
var faultComment = regexp.MustCompile(`^Reference 1\.\d+: .+\nChandler: .+\n$`)

// Each file of testdata/faults is a package with one fault that the reference knows, or takes in silence. Its last
// part, want, has our problems.
func TestEveryFaultOfTheReferenceHasAPackage(t *testing.T) {
	names, err := filepath.Glob("testdata/faults/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no packages", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive := txtar.Parse(read(t, name))
			if !faultComment.Match(archive.Comment) {
				t.Errorf("the comment does not tell the reference's and our behaviour: %q", archive.Comment)
			}
			last := len(archive.Files) - 1
			if archive.Files[last].Name != "want" {
				t.Fatal("the last part is not want")
			}
			got := faultsOf(t, archive)
			if *update {
				archive.Files[last].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(archive.Files[last].Data), got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// faultsOf goes the way of a package until its first fault, and gives the problems in lines.
func faultsOf(t *testing.T, archive *txtar.Archive) string {
	t.Helper()
	files := fstest.MapFS{}
	for _, f := range archive.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	warnings, err := installFrom(files)
	var problems Problems
	if err != nil && !errors.As(err, &problems) {
		t.Fatal(err)
	}
	problems = slices.Concat(warnings, problems.Errors())
	var lines []string
	for _, p := range problems {
		lines = append(lines, faultLine(p))
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "")
}

// faultLine gives a problem as line:column code message, with the file unless it is the schema.
func faultLine(p Problem) string {
	var line strings.Builder
	if p.File != "" && p.File != "schema.yaml" {
		line.WriteString(p.File + ":")
	}
	fmt.Fprintf(&line, "%d:%d %s ", p.Line, p.Column, p.Code)
	if p.Severity == Warning {
		line.WriteString("warning: ")
	}
	line.WriteString(p.Message)
	if p.Hint != "" {
		line.WriteString(" (" + p.Hint + ")")
	}
	return line.String() + "\n"
}

// installFrom reads the schema, lays the one of the tests over it, and resolves the parameters, as far as the package
// has these files.
func installFrom(files fs.FS) (warnings Problems, err error) {
	s, err := Parse("schema.yaml", part(files, "schema.yaml"))
	if err != nil {
		return errorWarnings(err), err
	}
	checked := s.Check()
	if err := checked.Err(); err != nil {
		return checked.Warnings(), err
	}
	warnings = checked.Warnings()
	if data := part(files, "schema.test.yaml"); data != nil {
		test, err := ParseTest("schema.test.yaml", data)
		if err != nil {
			return warnings, err
		}
		warnings = append(warnings, test.Warnings...)
		if s, err = Overlay(s, test); err != nil {
			return warnings, err
		}
	}
	given, err := givenIn(files, s)
	if given == nil || err != nil {
		return warnings, err
	}
	return warnings, provisionWith(files, s, given)
}

func errorWarnings(err error) Problems {
	var problems Problems
	errors.As(err, &problems)
	return problems.Warnings()
}

// provisionWith resolves the values as a provisioner and a deployer do.
func provisionWith(files fs.FS, s *Schema, given map[string]any) error {
	for _, x := range []XType{Name, Namespace} {
		if _, err := s.Sole(x); err != nil {
			return err
		}
	}
	values, err := Resolve(s, given, Environment{ApplicationUID: "uid-1", Rand: rand.Reader, Now: time.Unix(1_700_000_000, 0)})
	if err == nil && part(files, "helm-parameters.yaml") != nil {
		_, err = values.Nested()
	}
	return err
}

// givenIn gives the parameters of the file or the folder that the package has, and nil if it has neither.
func givenIn(files fs.FS, s *Schema) (map[string]any, error) {
	for _, name := range []string{"parameters.yaml", "helm-parameters.yaml"} {
		if data := part(files, name); data != nil {
			return ParseValues(name, data)
		}
	}
	folder, err := fs.Sub(files, "values")
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(folder, "."); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return ReadValuesFolder(folder, s)
}

// part gives a file of the package, and nil if it has none of that name.
func part(files fs.FS, name string) []byte {
	data, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return append([]byte{}, data...)
}
