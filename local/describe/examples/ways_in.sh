#: POST /api/auth/signup
curl -sS "$API/api/auth/signup" -H 'Content-Type: application/json' -d '{"email": "'"$EMAIL"'"}'

#: POST /api/auth/signup/confirm -> TOKEN=access_token REFRESH_TOKEN=refresh_token
curl -sS "$API/api/auth/signup/confirm" -H 'Content-Type: application/json' \
  -d '{"email": "'"$EMAIL"'", "code": "'"$CODE"'", "password": "'"$PASSWORD"'"}'

#: POST /api/auth/login -> TOKEN=access_token REFRESH_TOKEN=refresh_token SECOND_FACTOR_TOKEN=second_factor_token
curl -sS "$API/api/auth/login" -H 'Content-Type: application/json' \
  -d '{"email": "'"$EMAIL"'", "password": "'"$PASSWORD"'"}'

#: POST /api/auth/magic-link
curl -sS "$API/api/auth/magic-link" -H 'Content-Type: application/json' -d '{"email": "'"$EMAIL"'"}'

#: POST /api/auth/magic-link/confirm -> TOKEN=access_token REFRESH_TOKEN=refresh_token
curl -sS "$API/api/auth/magic-link/confirm" -H 'Content-Type: application/json' \
  -d '{"email": "'"$EMAIL"'", "code": "'"$CODE"'"}'

#: POST /api/auth/password/forgot
curl -sS "$API/api/auth/password/forgot" -H 'Content-Type: application/json' -d '{"email": "'"$EMAIL"'"}'

#: POST /api/auth/password/reset
curl -sS "$API/api/auth/password/reset" -H 'Content-Type: application/json' \
  -d '{"email": "'"$EMAIL"'", "code": "'"$CODE"'", "password": "'"$PASSWORD"'"}'
