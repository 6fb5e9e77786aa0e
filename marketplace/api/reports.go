package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/verifier/report"
)

// downloadReport gives the report of a verification in a form for reading, as it was when the verification ended. It is a
// file to be saved, not a page of this site, which shows the same.
func (s *Server) downloadReport(ctx context.Context, in *struct {
	Verification string `path:"verification"`
	Form         string `path:"form" enum:"html,junit"`
}) (*file, error) {
	found, err := s.getVerification(ctx, &struct {
		Verification string `path:"verification"`
	}{in.Verification})
	if err != nil {
		return nil, err
	}
	v := found.Body
	if !v.Over() || len(v.Report) == 0 {
		return nil, domain.NotFoundf("verification %s has no report yet", v.ID)
	}
	var r report.Report
	if err := json.Unmarshal(v.Report, &r); err != nil {
		return nil, fmt.Errorf("read the report of verification %s: %w", v.ID, err)
	}
	out := &file{Type: "text/html; charset=utf-8", CacheControl: "private, no-cache", Disposition: `attachment; filename="` + v.ID + `.html"`}
	var body bytes.Buffer
	write := func() error { return r.WriteHTML(&body, nil) }
	if in.Form == "junit" {
		out.Type, out.Disposition = "application/xml; charset=utf-8", `attachment; filename="`+v.ID+`.xml"`
		write = func() error { return r.WriteJUnit(&body) }
	}
	err = write()
	out.Body = body.Bytes()
	return out, err
}
