package faults

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// process is a deployer as a program of its own.
type process struct {
	*exec.Cmd
	output *output
	ended  chan struct{}
}

// output is what a process has said so far.
type output struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.Write(p)
}

// String gives all of it.
func (o *output) String() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.String()
}

// start starts the deployer's program. said is called with each line that it prints, and may be nil.
func (x *trial) start(said func(line string)) *process {
	x.Helper()
	program := os.Getenv("CHANDLER_DEPLOYER")
	if program == "" {
		x.Fatal("CHANDLER_DEPLOYER names no deployer: see .ci/test")
	}
	parameters, err := json.Marshal(x.parameters())
	if err != nil {
		x.Fatal(err)
	}
	p := &process{Cmd: exec.Command(program, "--root", x.root), output: &output{}, ended: make(chan struct{})}
	if err := os.WriteFile(filepath.Join(x.root, "data/values.yaml"), parameters, 0o644); err != nil {
		x.Fatal(err)
	}
	p.Env = append(os.Environ(), "KUBECONFIG="+x.kubeconfig(), "WAIT_FOR_READY_TIMEOUT=120")
	p.Stdout, p.Stderr = lines{p.output, said}, p.output
	if err := p.Start(); err != nil {
		x.Fatal(err)
	}
	go func() {
		_ = p.Wait() // its exit status is in ProcessState
		close(p.ended)
	}()
	x.Cleanup(func() { _ = p.Process.Kill(); <-p.ended })
	return p
}

// lines hands on what is written, and each line to said.
type lines struct {
	*output
	said func(string)
}

// Write implements io.Writer; the deployer writes line by line.
func (l lines) Write(p []byte) (int, error) {
	n, err := l.output.Write(p)
	if l.said != nil {
		for line := range strings.Lines(string(p)) {
			l.said(line)
		}
	}
	return n, err
}

// kubeconfig writes a file by which the program finds the proxy, with the deployer's token.
func (x *trial) kubeconfig() string {
	x.Helper()
	c := clientcmdapi.NewConfig()
	c.Clusters["c"] = &clientcmdapi.Cluster{Server: x.config.Host, CertificateAuthorityData: x.config.CAData}
	c.AuthInfos["u"] = &clientcmdapi.AuthInfo{TokenFile: x.config.BearerTokenFile}
	c.Contexts["x"] = &clientcmdapi.Context{Cluster: "c", AuthInfo: "u"}
	c.CurrentContext = "x"
	file := filepath.Join(x.TempDir(), "kubeconfig")
	if err := clientcmd.WriteToFile(*c, file); err != nil {
		x.Fatal(err)
	}
	return file
}
