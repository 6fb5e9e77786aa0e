package images

import (
	"archive/tar"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAPackageFolderIsLaidOutAsInAnImage(t *testing.T) {
	packed := string(gzipped(t, tarOf(t, map[string]string{"web/Chart.yaml": "name: web\n"}, tar.Header{Name: "web/", Typeflag: tar.TypeDir}, tar.Header{Name: "web/Chart.yaml"})))
	tests := map[string]struct {
		files   map[string]string
		want    map[string]string
		flavour string
	}{
		"manifests with tests in apptest/deployer": {
			files: map[string]string{
				"schema.yaml": "image: $REGISTRY/app:${TAG}\npattern: ^a$b$TAGS\n", "manifest/b.yaml.template": "b", "manifest/.hidden": "h", "README.md": "r",
				"apptest/deployer/schema.yaml": "image: $REGISTRY/tester\n", "apptest/deployer/manifest/tester.yaml": "t", "apptest/tester/Dockerfile": "FROM x",
				"images/app.tar": "", "images/notes.txt": "", "images/tester/oci-layout": "{}",
			},
			want: map[string]string{
				"data/schema.yaml": "image: reg.example/shop/app:1.2.3\npattern: ^a$b$TAGS\n", "data/manifest/b.yaml.template": "b",
				"data-test/schema.yaml": "image: reg.example/shop/tester\n", "data-test/manifest/tester.yaml": "t",
			},
			flavour: Envsubst,
		},
		"a chart in a folder of its name, tests laid over it": {
			files: map[string]string{
				"schema.yaml": "x: 1\n", "chart/README.md": "r", "chart/web/Chart.yaml": "name: web\n", "chart/web/.helmignore": "x", "chart/web/templates/sub/a.yaml": "a", "chart/web/.git/config": "c",
				"apptest/deployer/web/templates/t.yaml": "t", "apptest/deployer/other/readme.md": "r",
			},
			want: map[string]string{
				"data/schema.yaml": "x: 1\n", "data/chart/chart.tar.gz!chart/Chart.yaml": "name: web\n", "data/chart/chart.tar.gz!chart/.helmignore": "x",
				"data/chart/chart.tar.gz!chart/templates/sub/a.yaml": "a", "data-test/chart/chart.tar.gz!chart/templates/t.yaml": "t",
			},
			flavour: Helm,
		},
		"a chart right in chart/, tests in data-test/chart": {
			files: map[string]string{"schema.yaml": "x: 1\n", "chart/Chart.yaml": "name: web\n", "data-test/chart/values.yaml": "a: 1", "data-test/schema.yaml": "y: 1"},
			want: map[string]string{
				"data/schema.yaml": "x: 1\n", "data/chart/chart.tar.gz!chart/Chart.yaml": "name: web\n",
				"data-test/chart/chart.tar.gz!chart/values.yaml": "a: 1", "data-test/schema.yaml": "y: 1",
			},
			flavour: Helm,
		},
		"a packed chart": {
			files:   map[string]string{"schema.yaml": "x: 1\n", "chart/web-1.0.tgz": packed},
			want:    map[string]string{"data/schema.yaml": "x: 1\n", "data/chart/chart.tar.gz!chart/Chart.yaml": "name: web\n"},
			flavour: Helm,
		},
		"links that stay in the folder": {
			files:   map[string]string{"schema.yaml": "-> real/schema.yaml", "real/schema.yaml": "x: 1\n", "manifest": "-> real", "real/a.yaml": "a"},
			want:    map[string]string{"data/schema.yaml": "x: 1\n", "data/manifest/schema.yaml": "x: 1\n", "data/manifest/a.yaml": "a"},
			flavour: Envsubst,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := writeFolder(t, test.files)
			src, err := OpenFolder(dir, FolderOptions{Registry: "reg.example/shop", Tag: "1.2.3"})
			must(t, err)
			if diff := cmp.Diff(test.want, contents(t, src.Files)); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
			if src.Flavour != test.flavour {
				t.Errorf("flavour %s, want %s", src.Flavour, test.flavour)
			}
			var archives []string
			if test.files["images/notes.txt"] == "" && strings.HasPrefix(name, "manifests") {
				archives = []string{filepath.Join(dir, "images/app.tar"), filepath.Join(dir, "images/tester")}
			}
			if diff := cmp.Diff(archives, src.ImageArchives); diff != "" {
				t.Errorf("images (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBuildArgumentsThatAreNotGivenStayInTheSchema(t *testing.T) {
	src, err := OpenFolder(writeFolder(t, envsubstFolder, map[string]string{"schema.yaml": "v: $TAG"}), FolderOptions{})
	must(t, err)
	if got := contents(t, src.Files)["data/schema.yaml"]; got != "v: $TAG" {
		t.Errorf("schema is %q", got)
	}
}

func TestAFolderThatIsNoPackageIsRefusedWithTheReason(t *testing.T) {
	tests := map[string]struct {
		files map[string]string
		want  string
	}{
		"nothing in it":             {map[string]string{}, "there is no schema.yaml in it; a package folder has schema.yaml, manifest/"},
		"schema is empty":           {map[string]string{"schema.yaml": "\n"}, "schema.yaml: is empty"},
		"schema is a folder":        {map[string]string{"schema.yaml/": ""}, "schema.yaml: is not a file"},
		"no manifests":              {map[string]string{"schema.yaml": "x"}, "neither manifest/ nor chart/"},
		"both flavours":             {map[string]string{"schema.yaml": "x", "manifest/a": "", "chart/a": ""}, "both manifest/ (envsubst) and chart/ (Helm)"},
		"manifest is empty":         {map[string]string{"schema.yaml": "x", "manifest/": ""}, "manifest: has no manifests in it"},
		"manifest only hidden":      {map[string]string{"schema.yaml": "x", "manifest/.gitkeep": ""}, "manifest: has no manifests in it"},
		"folder in manifest":        {map[string]string{"schema.yaml": "x", "manifest/sub/a.yaml": "a"}, "manifest/sub: is a folder; a deployer reads only the files directly in manifest/"},
		"manifest is a file":        {map[string]string{"schema.yaml": "x", "manifest": "a"}, "neither manifest/ nor chart/"},
		"chart is empty":            {map[string]string{"schema.yaml": "x", "chart/": ""}, "chart: has no chart in it"},
		"no chart in chart":         {map[string]string{"schema.yaml": "x", "chart/a/b": ""}, "chart: has no chart in it"},
		"two charts":                {map[string]string{"schema.yaml": "x", "chart/a/Chart.yaml": "", "chart/b.tgz": ""}, "several charts in it: chart/a, chart/b.tgz"},
		"packed chart is not one":   {map[string]string{"schema.yaml": "x", "chart/b.tgz": "hello"}, "chart/b.tgz: is not a gzipped archive"},
		"link out of the folder":    {map[string]string{"schema.yaml": "-> /etc/hostname", "manifest/a": ""}, "schema.yaml: is a link that leaves the package folder"},
		"link above the folder":     {map[string]string{"schema.yaml": "x", "manifest/a": "-> ../../../x"}, "manifest/a: is a link that leaves the package folder"},
		"folder link out":           {map[string]string{"schema.yaml": "x", "manifest": "-> /etc"}, "manifest: is a link that leaves the package folder"},
		"link to nothing":           {map[string]string{"schema.yaml": "x", "manifest/a": "-> b"}, "manifest/a: is a link to nothing"},
		"schema links to nothing":   {map[string]string{"schema.yaml": "-> b"}, "schema.yaml: is a link to nothing"},
		"link to itself":            {map[string]string{"schema.yaml": "x", "manifest/a": "-> a"}, "manifest/a: cannot be read: too many links"},
		"chart links to itself":     {map[string]string{"schema.yaml": "x", "chart/Chart.yaml": "", "chart/charts/me": "-> .."}, "a folder above it"},
		"tests in both places":      {map[string]string{"schema.yaml": "x", "manifest/a": "", "apptest/deployer/schema.yaml": "x", "data-test/schema.yaml": "x"}, "tests both in apptest/deployer/ and in data-test/"},
		"test schema is empty":      {map[string]string{"schema.yaml": "x", "manifest/a": "", "apptest/deployer/schema.yaml": ""}, "apptest/deployer/schema.yaml: is empty"},
		"two folders over a chart":  {map[string]string{"schema.yaml": "x", "chart/Chart.yaml": "", "data-test/a/templates/t": "", "data-test/b/values.yaml": ""}, "several folders to lay over the chart: data-test/a, data-test/b"},
		"test chart without charts": {map[string]string{"schema.yaml": "x", "chart/Chart.yaml": "", "data-test/chart/x": ""}, "data-test/chart: has no chart in it"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			wantFolderError(t, writeFolder(t, test.files), test.want)
		})
	}
}

func TestAPathThatIsNoFolderIsRefused(t *testing.T) {
	wantFolderError(t, filepath.Join(t.TempDir(), "none"), "there is no such folder")
	wantFolderError(t, writeFolder(t, envsubstFolder)+"/schema.yaml", "is a file, not a package folder")
}

func TestAPipeInAPackageIsRefusedAndNotWaitedFor(t *testing.T) {
	dir := writeFolder(t, envsubstFolder)
	must(t, syscall.Mkfifo(filepath.Join(dir, "manifest/pipe"), 0o644))
	wantFolderError(t, dir, "manifest/pipe: is neither a file nor a folder")
}

func TestAPackageThatIsTooLargeIsRefused(t *testing.T) {
	dir := writeFolder(t, envsubstFolder)
	f, err := os.Create(filepath.Join(dir, "manifest/large.yaml"))
	must(t, err)
	must(t, f.Truncate(maxBytes+1))
	must(t, f.Close())
	wantFolderError(t, dir, "manifest/large.yaml: makes the package larger than 64 MiB")
}

func TestAPackageWithTooManyFilesIsRefused(t *testing.T) {
	dir := writeFolder(t, envsubstFolder)
	for i := range maxFiles + 1 {
		must(t, os.WriteFile(filepath.Join(dir, "manifest", fmt.Sprint(i)), nil, 0o644))
	}
	wantFolderError(t, dir, "holds more than 10000 files")
}

func TestAPackedChartThatIsHostileIsRefused(t *testing.T) {
	tests := map[string]struct {
		header tar.Header
		want   string
	}{
		"leaves it":   {tar.Header{Name: "web/../../etc/passwd"}, "leaves it"},
		"link":        {tar.Header{Name: "web/a", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, "neither a file nor a folder"},
		"hard link":   {tar.Header{Name: "web/a", Typeflag: tar.TypeLink, Linkname: "web/b"}, "neither a file nor a folder"},
		"device":      {tar.Header{Name: "web/a", Typeflag: tar.TypeChar}, "neither a file nor a folder"},
		"two folders": {tar.Header{Name: "other/a"}, "more than one folder at its top"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			chart := gzipped(t, tarOf(t, nil, tar.Header{Name: "web/Chart.yaml"}, test.header))
			wantFolderError(t, writeFolder(t, map[string]string{"schema.yaml": "x", "chart/web.tgz": string(chart)}), test.want)
		})
	}
}

func TestAPackedChartThatUnpacksWithoutEndIsRefused(t *testing.T) {
	data := tarOf(t, map[string]string{"web/a": strings.Repeat("\x00", maxBytes+1)}, tar.Header{Name: "web/a"})
	wantFolderError(t, writeFolder(t, map[string]string{"schema.yaml": "x", "chart/web.tgz": string(gzipped(t, data))}), "larger than 64 MiB")
}

func wantFolderError(t *testing.T, dir, want string) {
	t.Helper()
	_, err := OpenFolder(dir, FolderOptions{})
	var folder *FolderError
	if !errors.As(err, &folder) || !strings.Contains(err.Error(), want) {
		t.Errorf("error is %v (%T), want a FolderError with %q", err, err, want)
	}
}
