# encoding: utf-8

# The folder of a record in the archive: the day of the event, found without parsing it. A record without one goes to the day
# on which it came to the broker. A wrong hit would only be a wrong folder: the line itself is never changed.

def register(_params); end

def filter(event)
  day = event.get("message").to_s[/"@timestamp"\s*:\s*"(\d{4}-\d{2}-\d{2})T/, 1]
  day ||= Time.at(event.get("[@metadata][kafka][timestamp]").to_i / 1_000).utc.strftime("%Y-%m-%d")
  event.set("[@metadata][day]", day.tr("-", "/"))
  [event]
end
