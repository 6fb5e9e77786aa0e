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
	var want bytes.Buffer
	if err := json.Indent(&want, document, "", "  "); err != nil {
		t.Fatal(err)
	}
	want.WriteByte('\n')
	if *update {
		if err := os.WriteFile("openapi.json", want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Error("openapi.json is not what the API says: run go test ./marketplace/web -update, then npm run check in marketplace/web")
	}
}
