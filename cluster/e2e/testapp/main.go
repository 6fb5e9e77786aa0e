// Command testapp is the only program of the test image.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"
)

const account = "/var/run/secrets/kubernetes.io/serviceaccount/"

func main() {
	verb, argument := os.Args[1], ""
	if len(os.Args) > 2 {
		argument = os.Args[2]
	}
	if err := run(verb, argument); err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
}

func run(verb, argument string) error {
	switch verb {
	case "exit":
		status, err := strconv.Atoi(argument)
		if err != nil {
			return err
		}
		fmt.Println("exiting with", status)
		os.Exit(status)
	case "serve":
		http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "hello from", os.Getenv("HOSTNAME")) })
		fmt.Println("serving on", argument)
		return http.ListenAndServe(argument, nil)
	case "get":
		return get(http.DefaultClient, argument, "")
	case "pods":
		return pods(argument)
	case "lookup":
		found, err := net.DefaultResolver.LookupHost(context.Background(), argument)
		fmt.Println(found)
		return err
	case "write":
		fmt.Println("user", os.Getuid(), "writes", argument)
		return os.WriteFile(argument, []byte("written"), 0o600)
	case "read":
		data, err := os.ReadFile(argument)
		fmt.Printf("%s\n", data)
		return err
	}
	return fmt.Errorf("no verb %q", verb)
}

// pods lists the Pods of a namespace through the API server's cluster IP, as the Pod's service account.
func pods(namespace string) error {
	authority, err := os.ReadFile(account + "ca.crt")
	if err != nil {
		return err
	}
	token, err := os.ReadFile(account + "token")
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	server := net.JoinHostPort(os.Getenv("KUBERNETES_SERVICE_HOST"), os.Getenv("KUBERNETES_SERVICE_PORT"))
	return get(client, "https://"+server+"/api/v1/namespaces/"+namespace+"/pods", string(token))
}

// get tries for some seconds, as a Service may have no endpoint yet.
func get(client *http.Client, url, token string) error {
	client.Timeout = 2 * time.Second
	var last error
	for range 20 {
		if last = getOnce(client, url, token); last == nil {
			return nil
		}
		time.Sleep(250 * time.Millisecond)
	}
	return last
}

func getOnce(client *http.Client, url, token string) error {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(response.Body)
	err = errors.Join(err, response.Body.Close())
	if err == nil && response.StatusCode != http.StatusOK {
		err = errors.New(response.Status)
	}
	fmt.Printf("%s\n", body)
	return err
}
