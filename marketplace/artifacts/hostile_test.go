package artifacts

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// minimal is the smallest chart that is taken.
var minimal = map[string]string{
	"app/Chart.yaml":          "apiVersion: v2\nname: app\nversion: 1.0.0\n",
	"app/templates/a.yaml":    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n  labels:\n    app.kubernetes.io/name: {{ .Release.Name }}\n",
	"app/values.yaml":         "replicas: 1\n",
	"app/templates/NOTES.txt": "hello\n",
}

// with is the minimal chart with other files; an empty text takes a file away.
func with(files map[string]string) map[string]string {
	all := map[string]string{}
	for name, text := range minimal {
		all[name] = text
	}
	for name, text := range files {
		if all[name] = text; text == "" {
			delete(all, name)
		}
	}
	return all
}

// tgz packs files, and then entries as they are.
func tgz(t testing.TB, files map[string]string, entries ...tar.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	for name, text := range files {
		if err := errors.Join(w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: int64(len(text))}), second(w.Write([]byte(text)))); err != nil {
			t.Fatal(err)
		}
	}
	for _, h := range entries {
		if h.Typeflag == 0 {
			h.Typeflag = tar.TypeReg
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.CopyN(w, zeros{}, h.Size); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func second(_ int, err error) error { return err }

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestHostileArchivesAreRefused(t *testing.T) {
	inner := string(tgz(t, map[string]string{"sub/Chart.yaml": "name: sub\n"}, tar.Header{Name: "sub/big", Size: 4 << 20}))
	nested := string(tgz(t, map[string]string{"sub/Chart.yaml": "name: sub\nversion: 1.0.0\napiVersion: v2\n", "sub/charts/deeper.tgz": inner, "sub/charts/more.tgz": inner}))
	deep := string(tgz(t, map[string]string{"x/Chart.yaml": "name: x\n"}))
	for range 6 {
		deep = string(tgz(t, map[string]string{"x/Chart.yaml": "name: x\n", "x/charts/x.tgz": deep}))
	}
	many := make([]tar.Header, 2001)
	for i := range many {
		many[i] = tar.Header{Name: fmt.Sprintf("app/f%d", i)}
	}
	folders := make([]tar.Header, 4001)
	for i := range folders {
		folders[i] = tar.Header{Name: fmt.Sprintf("app/d%d/", i), Typeflag: tar.TypeDir}
	}
	plain := tgz(t, minimal)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"nothing":                  {nil, "not compressed with gzip"},
		"garbage":                  {[]byte("garbage"), "not compressed with gzip"},
		"a page":                   {[]byte("<html>"), "not compressed with gzip"},
		"gzip of garbage":          {gz(t, []byte(strings.Repeat("garbage", 200))), "damaged"},
		"an empty gzip":            {gz(t, nil), "the archive is empty"},
		"half an archive":          {plain[:len(plain)/2], "damaged"},
		"a wrong checksum":         {append(plain[:len(plain)-8:len(plain)-8], 1, 2, 3, 4, 5, 6, 7, 8), "damaged"},
		"data after gzip":          {append(bytes.Clone(plain), "more"...), "data after the end"},
		"another gzip after":       {append(bytes.Clone(plain), plain...), "data after the end"},
		"data after tar":           {gz(t, append(gunzip(t, plain), "more"...)), "data after the end"},
		"a path upwards":           {tgz(t, minimal, tar.Header{Name: "../../etc/passwd"}), "../../etc/passwd: its name leads out"},
		"a path upwards within":    {tgz(t, minimal, tar.Header{Name: "app/templates/../../../x"}), "leads out of the chart"},
		"an absolute path":         {tgz(t, minimal, tar.Header{Name: "/etc/passwd"}), "/etc/passwd: its name is an absolute path"},
		"a backslash":              {tgz(t, minimal, tar.Header{Name: `app\..\..\x`}), "characters that paths do not take"},
		"a drive":                  {tgz(t, minimal, tar.Header{Name: "app/c:x"}), "characters that paths do not take"},
		"a newline in a name":      {tgz(t, minimal, tar.Header{Name: "app/a\nb"}), "characters that paths do not take"},
		"a name of no UTF-8":       {tgz(t, minimal, tar.Header{Name: "app/\xff\xfe", Format: tar.FormatGNU}), "not in UTF-8"},
		"a long name":              {tgz(t, minimal, tar.Header{Name: "app/" + strings.Repeat("x", 300)}), "more than 255 bytes"},
		"a deep name":              {tgz(t, minimal, tar.Header{Name: "app/" + strings.Repeat("x/", 20) + "y"}), "folders deep"},
		"a name with dots":         {tgz(t, minimal, tar.Header{Name: "app/./x"}), "not a plain path"},
		"a symbolic link":          {tgz(t, minimal, tar.Header{Name: "app/link", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}), "app/link: it is a symbolic link"},
		"a hard link":              {tgz(t, minimal, tar.Header{Name: "app/link", Typeflag: tar.TypeLink, Linkname: "app/Chart.yaml"}), "it is a hard link"},
		"a device":                 {tgz(t, minimal, tar.Header{Name: "app/null", Typeflag: tar.TypeChar, Devmajor: 1, Devminor: 3}), "it is a device"},
		"a pipe":                   {tgz(t, minimal, tar.Header{Name: "app/pipe", Typeflag: tar.TypeFifo}), "it is a pipe"},
		"a file twice":             {tgz(t, minimal, tar.Header{Name: "app/values.yaml"}), "values.yaml: it is in the archive twice"},
		"a file twice by case":     {tgz(t, minimal, tar.Header{Name: "app/VALUES.yaml"}), "VALUES.yaml: it is in the archive twice"},
		"a file as a folder":       {tgz(t, minimal, tar.Header{Name: "app/values.yaml/x"}), "twice"},
		"two folders":              {tgz(t, minimal, tar.Header{Name: "other/x"}), "two folders at its top"},
		"a file at the top":        {tgz(t, nil, tar.Header{Name: "x"}), "beside the chart's folder"},
		"a large file":             {tgz(t, minimal, tar.Header{Name: "app/zeros", Size: 6 << 20}), "zeros: it has more than 5 MiB"},
		"large files":              {tgz(t, minimal, sized(8, 3<<20)...), "unpacked, more than 20 MiB"},
		"a bomb":                   {tgz(t, minimal, tar.Header{Name: "app/zeros", Size: 120 << 20}), "more than 5 MiB"},
		"a bomb that is skipped":   {tgz(t, nil, tar.Header{Name: "app//zeros", Size: 120 << 20}), "unpacks to far more than 20 MiB"},
		"a bomb after the end":     {gz(t, append(gunzip(t, plain), make([]byte, 100<<20)...)), "data after the end"},
		"too many files":           {tgz(t, nil, many...), "more than 2000 files"},
		"too many folders":         {tgz(t, nil, folders...), "more than 4000 entries"},
		"a bomb in a chart in it":  {tgz(t, with(map[string]string{"app/charts/a.tgz": nested, "app/charts/b.tgz": nested, "app/charts/c.tgz": nested})), "twice"},
		"large charts in a chart":  {tgz(t, with(map[string]string{"app/charts/a.tgz": renamed(t, "a"), "app/charts/b.tgz": renamed(t, "b"), "app/charts/c.tgz": renamed(t, "c"), "app/charts/d.tgz": renamed(t, "d"), "app/charts/e.tgz": renamed(t, "e")})), "unpacked, more than 20 MiB"},
		"charts in charts":         {tgz(t, with(map[string]string{"app/charts/x.tgz": deep})), "too deep"},
		"a link in a chart in it":  {tgz(t, with(map[string]string{"app/charts/x.tgz": string(tgz(t, nil, tar.Header{Name: "x/l", Typeflag: tar.TypeSymlink, Linkname: "/"}))})), "symbolic link"},
		"garbage as a chart in it": {tgz(t, with(map[string]string{"app/charts/x.tgz": "garbage"})), "charts/x.tgz: it is not a packed chart"},
		"no chart":                 {tgz(t, map[string]string{"app/x": "x"}), "Chart.yaml: not found"},
		"more than is read":        {append(bytes.Clone(plain), make([]byte, 3<<20)...), "the chart has more than 2 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := CheckChart(t.Context(), bytes.NewReader(c.data), Limits{})
			runtime.ReadMemStats(&after)
			var upload *UploadError
			if !errors.As(err, &upload) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want one with %q", err, c.want)
			}
			// Reading into growing buffers allocates several times what there is.
			if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 160<<20 {
				t.Errorf("it took %d MiB", allocated>>20)
			}
		})
	}
}

func renamed(t *testing.T, name string) string {
	t.Helper()
	return string(tgz(t, map[string]string{name + "/Chart.yaml": "apiVersion: v2\nname: " + name + "\nversion: 1.0.0\n"}, tar.Header{Name: name + "/zeros", Size: 4<<20 + 512<<10}))
}

func sized(n int, size int64) []tar.Header {
	var out []tar.Header
	for i := range n {
		out = append(out, tar.Header{Name: fmt.Sprintf("app/zeros%d", i), Size: size})
	}
	return out
}

func gz(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	must(t, errors.Join(second(z.Write(data)), z.Close()))
	return out.Bytes()
}

func gunzip(t *testing.T, data []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	must(t, err)
	out, err := io.ReadAll(z)
	must(t, err)
	return out
}
