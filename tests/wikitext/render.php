<?php
// php render.php < pages.jsonl > pages.html.jsonl: renders {"title": …, "text": …} with the templates of this folder.
require_once '/usr/share/mediawiki/maintenance/Maintenance.php';

class Render extends Maintenance {
	/** The templates are read from files, so that the wiki's own pages stay as they are. */
	private static function template( string $name ): string {
		$name = preg_match( '/^(Cite |Citation)/', $name ) ? 'Cite' : $name;
		$file = __DIR__ . "/templates/$name.wiki";
		return is_file( $file ) ? rtrim( file_get_contents( $file ) ) : "<strong class=\"error\">no template $name</strong>";
	}

	public function execute() {
		$options = ParserOptions::newFromAnon();
		$options->setTemplateCallback( static function ( $title ) {
			return [ 'text' => self::template( $title->getText() ), 'finalTitle' => $title, 'deps' => [] ];
		} );
		$parser = MediaWiki\MediaWikiServices::getInstance()->getParserFactory()->create();
		while ( ( $line = fgets( STDIN ) ) !== false ) {
			$page = json_decode( $line, true );
			$output = $parser->parse( $page['text'], Title::newFromText( $page['title'] ), $options, true, true, null );
			$html = $output->getText( [ 'enableSectionEditLinks' => false, 'allowTOC' => false, 'unwrap' => true ] );
			$found = [ 'title' => $page['title'], 'html' => $html, 'warnings' => $output->getWarnings(), 'categories' => array_keys( $output->getCategories() ) ];
			echo json_encode( $found, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ), "\n";
		}
	}
}
$maintClass = Render::class;
require_once RUN_MAINTENANCE_IF_MAIN;
