package io.github.kafkaaudit.console.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.console.TestTrail;
import io.github.kafkaaudit.console.Words;
import io.github.kafkaaudit.verdict.Circumstances;
import io.github.kafkaaudit.verdict.TrailEvent;
import io.github.kafkaaudit.verdict.Verdict;
import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class PictureTests {

    private static final Words WORDS = new Words(Locale.ENGLISH, ZoneOffset.UTC);

    private final TestTrail trail = new TestTrail("pic", Instant.parse("2026-11-22T09:00:00Z"));

    private Document draw() throws Exception {
        var events = trail.documents().stream().map(TrailEvent::of).toList();
        var verdicts = Verdict.of(events, new Circumstances(Map.of(), trail.now(), Circumstances.GRACE));
        assertThat(verdicts).hasSize(1);
        // Reading it as XML proves that it is well formed.
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Picture.of(verdicts.get(0), WORDS))));
    }

    private static long count(Document picture, String element, String style) {
        var elements = picture.getElementsByTagName(element);
        var count = 0;
        for (var at = 0; at < elements.getLength(); at++) {
            if (((Element) elements.item(at)).getAttribute("class").equals(style)) {
                count++;
            }
        }
        return count;
    }

    @Test
    void showsFourSendsFourRecordsAndFourDeliveriesOfTheIncident() throws Exception {
        trail.incident("A-2", 1);

        var picture = draw();

        assertThat(count(picture, "g", "mark sent")).isEqualTo(4);
        assertThat(count(picture, "g", "mark consumed")).isEqualTo(4);
        assertThat(count(picture, "rect", "record")).isEqualTo(4);
        assertThat(count(picture, "rect", "lane publisher")).isEqualTo(1);
        assertThat(count(picture, "rect", "lane partition")).isEqualTo(1);
        assertThat(count(picture, "rect", "lane group")).isEqualTo(1);
        assertThat(count(picture, "line", "tie consumed")).isEqualTo(4);
        assertThat(picture.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("PUBLISHED 4 TIMES");
    }

    @Test
    void showsADeadLetterAsACopyAndItsReplayAsASend() throws Exception {
        trail.replayedDeadLetter("A-3", 5);

        var picture = draw();

        assertThat(count(picture, "g", "mark sent")).isEqualTo(2);
        assertThat(count(picture, "g", "mark copied")).isEqualTo(1);
        assertThat(count(picture, "g", "mark failed")).isEqualTo(1);
        assertThat(count(picture, "g", "mark dead-lettered")).isEqualTo(1);
    }

    @Test
    void staysReadableWithHundredsOfEvents() throws Exception {
        for (var round = 0; round < 60; round++) {
            trail.incident("A-2", 1 + 4 * round);
        }

        var picture = draw();

        assertThat(picture.getElementsByTagName("g").getLength()).isLessThanOrEqualTo(60);
        assertThat(picture.getDocumentElement().getAttribute("width")).hasSizeLessThan(5);
    }

    @Test
    void keepsHostileNamesAsText() throws Exception {
        trail.produced("<script>\"'&\u0000\u202E\uD800", TestTrail.id("x"), "t/0/1");

        assertThat(draw().getElementsByTagName("script").getLength()).isZero();
    }
}
