package web_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/api"
)

var update = flag.Bool("update", false, "write openapi.json anew")

func TestTheClientsTypesAreMadeOfTheAPIsDocument(t *testing.T) {
	document, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, document, "", "  "); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("openapi.json", append(pretty.Bytes(), '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if compact(t, file) != compact(t, document) {
		t.Error("openapi.json is not what the API says: run go test ./marketplace/web -update, then npm run check in marketplace/web")
	}
}

func compact(t *testing.T, document []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, document); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
