#: GET /api/auth/google/login
CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '=')
curl -sS "$API/api/auth/google/login?session=bearer&return_to=$RETURN_TO&code_challenge=$CHALLENGE" \
  -c google.cookies -o /dev/null -w '%{redirect_url}\n'

#: GET /api/auth/google/callback
curl -sS "$API/api/auth/google/callback?state=$STATE&code=$CODE" -b google.cookies -o /dev/null -w '%{redirect_url}\n'

#: POST /api/auth/google/token -> TOKEN=access_token REFRESH_TOKEN=refresh_token
curl -sS "$API/api/auth/google/token" -H 'Content-Type: application/json' \
  -d '{"code": "'"$CODE"'", "code_verifier": "'"$VERIFIER"'"}'
