#: POST /api/webhooks/stripe
NOW=$(date +%s)
SIGNATURE=$(printf '%s.%s' "$NOW" "$EVENT" | openssl dgst -sha256 -hmac "$STRIPE_SECRET" -r | cut -d ' ' -f 1)
curl -sS "$API/api/webhooks/stripe" -H 'Content-Type: application/json' -H "Stripe-Signature: t=$NOW,v1=$SIGNATURE" \
  --data-binary "$EVENT"

#: POST /api/webhooks/r2
NOW=$(date +%s)
EVENTS='{"events": [{"key": "users/'"$USER"'/uploads/'"$FILE"'/source", "action": "PutObject"}]}'
SIGNATURE=$(printf '%s.%s' "$NOW" "$EVENTS" | openssl dgst -sha256 -hmac "$R2_SECRET" -r | cut -d ' ' -f 1)
curl -sS "$API/api/webhooks/r2" -H 'Content-Type: application/json' \
  -H "X-eBookVoice-Signature: t=$NOW,v1=$SIGNATURE" --data-binary "$EVENTS"
