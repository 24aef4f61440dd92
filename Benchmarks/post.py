"""Posts one body many times over one connection: post.py ADDRESS BODY TIMES."""
import http.client
import sys

address, path, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
body = open(path, "rb").read()
connection = http.client.HTTPConnection(address)
for _ in range(times):
    connection.request("POST", "/v1/decisions", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 201:
        sys.exit(f"status {answer.status}")
