#: POST /api/feeds -> FEED=id FEED_TOKEN=token
curl -sS "$API/api/feeds" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"audiobook_id": "'"$JOB"'"}'

#: GET /api/feeds
curl -sS "$API/api/feeds" -H "Authorization: Bearer $TOKEN"

#: DELETE /api/feeds/{feed_id}
curl -sS -X DELETE "$API/api/feeds/$FEED" -H "Authorization: Bearer $TOKEN"

#: GET /api/feeds/{token}.xml
curl -sS "$API/api/feeds/$FEED_TOKEN.xml"

#: GET /api/feeds/{token}/{audiobook_id}/chapters.json
curl -sS "$API/api/feeds/$FEED_TOKEN/$JOB/chapters.json"

#: GET /api/feeds/{token}/{audiobook_id}/{name}
curl -sS "$API/api/feeds/$FEED_TOKEN/$JOB/1.m4a" -o /dev/null -w '%{redirect_url}\n'
