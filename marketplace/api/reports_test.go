package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/verifier/report"
)

func TestAReportIsDownloadedAsAPageAndForCISystems(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	_, v := c.isv.upload()
	gives[api.Version](c.isv.acts("submit", &v))
	address := "/verifications/" + v.Verification + "/report/"
	c.isv.do("GET", address+"html", nil).refused(404, "not-found")
	text, err := json.Marshal(report.Report{Package: "redis<b>", Verdict: report.Failed, FailedAt: "install", Reason: "it broke",
		Steps: []*report.Step{{Name: "install", Verdict: report.Failed, Reason: "it broke"}}})
	s.ok(err)
	s.update(func(tx store.Tx) error {
		verification, err := tx.GetVerification(v.Verification)
		if err != nil {
			return err
		}
		verification.Report = text
		return tx.UpdateVerification(verification)
	})
	c.isv.do("GET", address+"html", nil).refused(404, "not-found") // it is not over
	s.verified(&v, domain.VerificationFailed)
	for form, want := range map[string]struct{ kind, name, text string }{
		"html":  {"text/html; charset=utf-8", ".html", "<h1><span class=\"FAILED\">FAILED</span> redis&lt;b&gt;</h1>"},
		"junit": {"application/xml; charset=utf-8", ".xml", `<failure message="it broke">`},
	} {
		o := c.isv.do("GET", address+form, nil)
		if o.status != 200 || o.header.Get("Content-Type") != want.kind || o.header.Get("Content-Disposition") != `attachment; filename="`+v.Verification+want.name+`"` ||
			!strings.Contains(string(o.body), want.text) {
			t.Errorf("%s: %d %v: %s", form, o.status, o.header, o.body)
		}
	}
	c.isv.do("GET", address+"pdf", nil).refused(422, "invalid")
}
