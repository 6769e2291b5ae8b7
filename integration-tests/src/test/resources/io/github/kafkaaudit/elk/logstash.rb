# What Logstash hands to the scripts of its ruby filter: as much of its event API as they use, with the same errors.
require "digest"
require "json"
require "time"

module LogStash
  module Json
    def self.load(text)
      text.empty? ? nil : JSON.parse(text)
    end
  end

  class Timestamp
    attr_reader :time

    def initialize(time)
      @time = time
    end

    def self.now
      new(Time.now)
    end

    def self.coerce(text)
      new(Time.iso8601(text))
    end

    def to_i
      time.to_i
    end

    def to_json(*)
      "\"#{time.getutc.iso8601(3)}\""
    end
  end

  class Event
    attr_reader :metadata

    def initialize(fields, metadata)
      @fields = fields
      @metadata = metadata
    end

    def get(reference)
      tree, names = place(reference)
      names.inject(tree) { |node, name| node.is_a?(Hash) ? node[name] : nil }
    end

    def set(reference, value)
      tree, names = place(reference)
      raise ArgumentError, "replaces the metadata" if names.empty?

      names[0..-2].each do |name|
        tree[name] = {} if tree[name].nil?
        tree = tree[name]
        raise ArgumentError, "#{name} is no object" unless tree.is_a?(Hash)
      end
      tree[names.last] = value
    end

    def remove(reference)
      tree, names = place(reference)
      names[0..-2].each { |name| tree = tree.is_a?(Hash) ? tree[name] : nil }
      tree.is_a?(Hash) ? tree.delete(names.last) : nil
    end

    def to_hash
      @fields.dup
    end

    def to_json(*)
      JSON.generate(@fields)
    end

    private

    def place(reference)
      names = reference.start_with?("[") ? reference.scan(/\[([^\[\]]+)\]/).flatten : [reference]
      written = reference.start_with?("[") ? names.map { |name| "[#{name}]" }.join : reference.delete("[]")
      raise ArgumentError, "no field reference: #{reference}" unless written == reference

      names.first == "@metadata" ? [@metadata, names.drop(1)] : [@fields, names]
    end
  end
end

def start(file, parameters)
  script = Object.new
  script.instance_eval(File.read(file), file)
  script.register(JSON.parse(parameters))
  script
end

def filter(script, fields, metadata)
  event = LogStash::Event.new(JSON.parse(fields), JSON.parse(metadata))
  result = script.filter(event)
  raise "not the event" unless result == [event]

  JSON.generate("event" => event.to_hash, "metadata" => event.metadata)
end
