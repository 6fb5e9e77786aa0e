package render

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chandler-dev/chandler/schema"
)

const metadata = "apiVersion: v2\nname: shop\nversion: 1.0.0\n"

// folder puts the files of a chart, given by their paths in it, into a folder of an image.
func folder(at string, files map[string]string) map[string]string {
	all := map[string]string{}
	for name, text := range files {
		all[at+"/"+name] = text
	}
	return all
}

// withData is a template; data are its lines.
func withData(name string, data ...string) string {
	return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {" + strings.Join(data, ", ") + "}\n"
}

func definition(plural, kind string) string {
	return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ` + plural + `.example.com}
spec: {group: example.com, scope: Namespaced, names: {plural: ` + plural + `, kind: ` + kind + `}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}
`
}

func TestSeveralChartsInAnyFormAreOneRelease(t *testing.T) {
	chart := func(name string) map[string]string {
		return map[string]string{"Chart.yaml": strings.Replace(metadata, "shop", name, 1), "templates/a.yaml": withData(name + "-{{ .Release.Name }}")}
	}
	files := folder("data/chart/front", chart("front"))
	files["data/chart/mid-1.0.0.tgz"] = tarball(t, folder("mid", chart("mid")))
	files["data/chart/zback.tar.gz"] = tarball(t, folder("chart", chart("back")))
	files["data/chart/README.md"], files["data/chart/notes/x.txt"] = "no chart", "nor this"
	got, err := render(context.Background(), Input{Files: image(files), Name: "web"})
	if want := "ConfigMap/front-web ConfigMap/mid-web ConfigMap/back-web"; err != nil || names(got) != want {
		t.Errorf("%s, %v; want %s", names(got), err, want)
	}
}

func TestFaultsOfChartFoldersSayWhere(t *testing.T) {
	chart := folder("data/chart/shop", map[string]string{"Chart.yaml": metadata, "templates/a.yaml": withData("a")})
	for want, change := range map[string]func(fstest.MapFS){
		"data/chart/shop.tgz: there is data/chart/shop as well": func(fs fstest.MapFS) {
			fs["data/chart/shop.tgz"] = &fstest.MapFile{Data: []byte(tarball(t, map[string]string{"shop/Chart.yaml": metadata}))}
		},
		"data/chart/shop/templates/large.yaml: the file is larger than": func(fs fstest.MapFS) {
			fs["data/chart/shop/templates/large.yaml"] = &fstest.MapFile{Data: make([]byte, maxFileBytes+1)}
		},
		"data/chart/shop/values.yaml: it is a link": func(fs fstest.MapFS) {
			fs["data/chart/shop/values.yaml"] = &fstest.MapFile{Data: []byte("../../schema.yaml"), Mode: 0o777 | 1<<27}
		},
	} {
		files := image(chart)
		change(files)
		var e *Error
		if _, err := Render(context.Background(), Input{Files: files}); !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestTheTestsOfAFolderAreLaidOverIt(t *testing.T) {
	files := folder("data/chart/shop", map[string]string{"Chart.yaml": metadata, "values.yaml": "a: 1\nb: 1\n", "templates/a.yaml": withData("a", `x: "{{ .Values.a }}{{ .Values.b }}"`)})
	files["data-test/chart/shop/values.yaml"], files["data-test/chart/shop/templates/tester.yaml"] = "b: 2\n", withData("tester")
	got, err := render(context.Background(), Input{Files: image(files), Test: true})
	if err != nil || names(got) != "ConfigMap/a ConfigMap/tester" || dataOf(got[0].Object, "x") != "12" {
		t.Errorf("%v, %v", got, err)
	}
}

func dataOf(object map[string]any, key string) any {
	data, _ := object["data"].(map[string]any)
	return data[key]
}

// withDependencies is a chart with three in it: a database that is switched by a condition and used twice, once by
// another name; a cache that is switched by a tag; and a library.
func withDependencies() map[string]string {
	files := map[string]string{
		"Chart.yaml": metadata + `dependencies:
  - {name: db, version: 1.x, condition: db.enabled}
  - {name: db, version: 1.x, alias: archive, condition: archive.enabled}
  - {name: cache, version: 1.x, tags: [fast], import-values: [{child: exports.cache, parent: cacheSettings}]}
  - {name: helpers, version: 1.x}
`,
		"values.yaml":                     "db: {enabled: true}\narchive: {enabled: false, size: 7}\ntags: {fast: true}\n",
		"templates/a.yaml":                withData("shop", `port: "{{ (.Values.cacheSettings).port }}"`, `help: {{ include "helpers.text" . }}`),
		"charts/db/Chart.yaml":            strings.Replace(metadata, "shop", "db", 1),
		"charts/db/values.yaml":           "size: 1\n",
		"charts/db/values.schema.json":    `{"properties": {"size": {"maximum": 9}}}`,
		"charts/db/templates/a.yaml":      withData("{{ .Chart.Name }}", `size: "{{ .Values.size }}"`),
		"charts/db/crds/d.yaml":           definition("databases", "Database"),
		"charts/cache/Chart.yaml":         strings.Replace(metadata, "shop", "cache", 1),
		"charts/cache/values.yaml":        "exports: {cache: {port: 6379}}\n",
		"charts/cache/templates/a.yaml":   withData("cache"),
		"charts/cache/crds/d.yaml":        definition("caches", "Cache"),
		"charts/helpers/Chart.yaml":       strings.Replace(metadata, "shop", "helpers", 1) + "type: library\n",
		"charts/helpers/templates/_h.tpl": `{{ define "helpers.text" }}yes{{ end }}`,
	}
	return folder("data/chart/shop", files)
}

func TestChartsInTheChartAreSwitchedRenamedAndImportedFrom(t *testing.T) {
	for _, c := range []struct {
		name              string
		values            schema.Values
		objects, port, is string
	}{
		{"as the chart has it", nil, "ConfigMap/cache ConfigMap/db ConfigMap/shop", "6379", "Cache Database"},
		{"a condition", schema.Values{"db.enabled": false}, "ConfigMap/cache ConfigMap/shop", "6379", "Cache"},
		{"another name", schema.Values{"archive.enabled": true}, "ConfigMap/archive ConfigMap/cache ConfigMap/db ConfigMap/shop", "6379", "Cache Database"},
		{"a tag", schema.Values{"tags.fast": false}, "ConfigMap/db ConfigMap/shop", "", "Database"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := Render(context.Background(), Input{Files: image(withDependencies()), Values: c.values, Name: "web"})
			if err != nil {
				t.Fatal(err)
			}
			if names(out.Objects) != c.objects {
				t.Errorf("objects are %s, want %s", names(out.Objects), c.objects)
			}
			for _, o := range out.Objects {
				switch {
				case o.GetName() == "shop" && (dataOf(o.Object, "port") != c.port || dataOf(o.Object, "help") != true):
					t.Errorf("the chart on top sees %v", o.Object["data"])
				case o.GetName() == "archive" && dataOf(o.Object, "size") != "7":
					t.Errorf("the archive has %v", o.Object["data"])
				}
			}
			kinds := map[string]bool{}
			for _, d := range out.Definitions {
				kinds[strings.SplitN(d.GetName(), ".", 2)[0]] = true
				if d.GetAnnotations()["helm.sh/resource-policy"] != "keep" {
					t.Errorf("%s is not marked as kept", d.GetName())
				}
			}
			for kind, plural := range map[string]string{"Cache": "caches", "Database": "databases"} {
				if strings.Contains(c.is, kind) != kinds[plural] {
					t.Errorf("definitions are %v, want %s", kinds, c.is)
				}
			}
		})
	}
}

func TestValuesThatDoNotSuitAChartInTheChartAreNamedByItsName(t *testing.T) {
	_, err := Render(context.Background(), Input{Files: image(withDependencies()), Values: schema.Values{"archive.enabled": true, "archive.size": int64(11)}})
	if err == nil || !strings.Contains(err.Error(), "values.schema.json of chart archive: .size: maximum") {
		t.Errorf("%v", err)
	}
}

func TestDefinitionsAreNoTemplatesAndNothingElseIsTaken(t *testing.T) {
	chart := map[string]string{"Chart.yaml": metadata, "templates/a.yaml": withData("a"), "crds/d.yaml": "# {{ no template\n" + definition("things", "Thing") + "---\n" + definition("others", "Other")}
	out, err := Render(context.Background(), Input{Files: image(folder("data/chart/shop", chart))})
	if err != nil || names(out.Definitions) != "CustomResourceDefinition/things.example.com CustomResourceDefinition/others.example.com" || names(out.Objects) != "ConfigMap/a" {
		t.Errorf("%+v, %v", out, err)
	}
	chart["crds/e.yaml"] = withData("e")
	_, err = Render(context.Background(), Input{Files: image(folder("data/chart/shop", chart))})
	if err == nil || !strings.Contains(err.Error(), "shop/crds/e.yaml: ConfigMap/e is no CustomResourceDefinition") {
		t.Errorf("%v", err)
	}
}

func TestAChartIsToldWhetherItIsAnInstallationOrAnUpgrade(t *testing.T) {
	chart := folder("data/chart/shop", map[string]string{"Chart.yaml": metadata,
		"templates/a.yaml": withData("a", `is: "{{ .Release.IsInstall }} {{ .Release.IsUpgrade }} {{ .Release.Revision }}"`)})
	for revision, want := range map[int]string{0: "true false 1", 1: "true false 1", 2: "false true 2", 7: "false true 7"} {
		got, err := render(context.Background(), Input{Files: image(chart), Revision: revision})
		if err != nil || dataOf(got[0].Object, "is") != want {
			t.Errorf("%d: %v, %v; want %s", revision, got, err, want)
		}
	}
}

func TestLookupIsOffUnlessTheChartAsksForIt(t *testing.T) {
	in := Input{Lookup: func(_ context.Context, apiVersion, kind, namespace, name string) (map[string]any, error) {
		if kind == "Node" {
			return nil, errors.New("lookup may not list Node")
		}
		return map[string]any{"found": apiVersion + " " + kind + " " + namespace + " " + name}, nil
	}}
	for _, c := range []struct{ annotations, kind, want string }{
		{"", "Secret", ""}, {"annotations: {chandler.dev/lookup: 'false'}\n", "Secret", ""},
		{"annotations: {chandler.dev/lookup: 'true'}\n", "Secret", "v1 Secret ns n"},
		{"annotations: {chandler.dev/lookup: 'true'}\n", "Node", "lookup may not list Node"},
		{"", "Node", ""},
	} {
		in.Files = image(folder("data/chart/shop", map[string]string{"Chart.yaml": metadata + c.annotations,
			"templates/a.yaml": withData("a", `found: "{{ (lookup "v1" "`+c.kind+`" "ns" "n").found }}"`)}))
		got, err := render(context.Background(), in)
		switch {
		case err != nil:
			var e *Error
			if c.kind != "Node" || !errors.As(err, &e) || e.Line != 4 || !strings.Contains(e.Message, c.want) {
				t.Errorf("%+v: %v", c, err)
			}
		case dataOf(got[0].Object, "found") != c.want:
			t.Errorf("%+v: %v", c, got[0].Object["data"])
		}
	}
}

func TestHooksOfManifestsWithoutAChartAreOrdinaryObjects(t *testing.T) {
	manifest := "apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {helm.sh/hook: pre-install}}\n"
	out, err := Render(context.Background(), Input{Files: image(map[string]string{"data/manifest/a.yaml": manifest})})
	if err != nil || names(out.Objects) != "Pod/p" || len(out.Hooks) > 0 {
		t.Errorf("%+v, %v", out, err)
	}
}
